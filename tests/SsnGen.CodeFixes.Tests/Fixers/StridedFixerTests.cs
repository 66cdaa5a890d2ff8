using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests.Fixers;

public class StridedFixerTests
{
    private const string Net =
        """
        using SsnGen;

        [SsnModel(Channels = 4, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [Repeat(1, Channels = 8, Stride = 2)] public partial Stage<Block> {|SSN008:S|} { get; }
            [Repeat(1, Channels = 16, Stride = 2)] public partial Stage<Block> {|SSN008:T|} { get; }
        }
        """;

    [Theory]
    [InlineData("[Conv] public partial Layer A { get; } [Conv(Kernel = 3), Shortcut] public partial Layer B { get; }", "[Conv(Strided = true)] public partial Layer A { get; } [Conv(Kernel = 3), Shortcut] public partial Layer B { get; }")]
    [InlineData("[Conv() /* first */, Shortcut, Relu] public partial Layer A { get; }", "[Conv(Strided = true) /* first */, Shortcut, Relu] public partial Layer A { get; }")]
    [InlineData("[Relu] public partial Layer A { get; } [Conv(Stride = 1)] public partial Layer B { get; } [Conv(Kernel = 3 /* wide */), Shortcut] public partial Layer C { get; }", "[Relu] public partial Layer A { get; } [Conv(Stride = 1)] public partial Layer B { get; } [Conv(Kernel = 3, Strided = true /* wide */), Shortcut] public partial Layer C { get; }")]
    public Task Marks_the_first_convolution_without_a_stride(string before, string after) =>
        new FixTest<StridedFixer>(Net, Net.Replace("{|SSN008:S|}", "S", StringComparison.Ordinal).Replace("{|SSN008:T|}", "T", StringComparison.Ordinal))
        .With("Block.cs", Block(before), Block(after))
        .AllAtOnce().RunAsync();

    [Fact]
    public Task Leaves_alone_a_block_whose_convolutions_all_have_a_stride() => new FixTest<StridedFixer>(Net, Net)
        .With("Block.cs", Block("[Conv(Stride = 1), Shortcut] public partial Layer A { get; }"))
        .RunAsync();

    private static string Block(string layers) => "using SsnGen; [SsnBlock] public sealed partial class Block { " + layers + " }";
}

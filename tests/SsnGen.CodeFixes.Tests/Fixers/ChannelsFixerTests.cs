using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests.Fixers;

public class ChannelsFixerTests
{
    [Fact]
    public Task Gives_a_stage_its_channels() => new FixTest<ChannelsFixer>(
        """
        using SsnGen;

        [SsnModel(Channels = 4, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [Repeat(2 /* blocks */)] public partial Stage<Block> {|SSN007:S|} { get; }
            [Repeat(1, Channels = 0)] public partial Stage<Block> {|SSN007:T|} { get; }
        }

        [SsnBlock] public sealed partial class Block { [Conv] public partial Layer A { get; } }
        """,
        """
        using SsnGen;

        [SsnModel(Channels = 4, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [Repeat(2, Channels = 4 /* blocks */)] public partial Stage<Block> S { get; }
            [Repeat(1, Channels = 4)] public partial Stage<Block> T { get; }
        }

        [SsnBlock] public sealed partial class Block { [Conv] public partial Layer A { get; } }
        """).AllAtOnceEverywhere().RunAsync();

    [Fact]
    public Task Gives_a_layer_the_channels_of_what_it_adds_or_multiplies_by() => new FixTest<ChannelsFixer>(
        """
        using SsnGen;

        [SsnModel(Channels = 4)]
        public sealed partial class Net
        {
            [Conv(8)] public partial Layer A { get; }
            [Conv(16 /* wide */), {|SSN008:Add(nameof(A))|}] public partial Layer B { get; }
            [Linear(features: 2 * 16), {|SSN008:Add(nameof(A))|}] public partial Layer C { get; }
            [Conv(4), {|SSN008:Multiply(nameof(A))|}] public partial Layer D { get; }
        }
        """,
        """
        using SsnGen;

        [SsnModel(Channels = 4)]
        public sealed partial class Net
        {
            [Conv(8)] public partial Layer A { get; }
            [Conv(8 /* wide */), Add(nameof(A))] public partial Layer B { get; }
            [Linear(features: 8), Add(nameof(A))] public partial Layer C { get; }
            [Conv(8), Multiply(nameof(A))] public partial Layer D { get; }
        }
        """).RunAsync();

    [Fact]
    public Task Finds_the_layer_in_the_file_of_its_block() => new FixTest<ChannelsFixer>(
        """
        using SsnGen;

        [SsnModel(Channels = 4)]
        public sealed partial class Net
        {
            [Repeat(1, Channels = 8)] public partial Stage<Block> {|SSN008:S|} { get; }
        }
        """,
        """
        using SsnGen;

        [SsnModel(Channels = 4)]
        public sealed partial class Net
        {
            [Repeat(1, Channels = 8)] public partial Stage<Block> S { get; }
        }
        """)
        .With(
            "Block.cs",
            "using SsnGen; [SsnBlock] public sealed partial class Block { [Conv] public partial Layer A { get; } [Conv(6), Add(nameof(A))] public partial Layer B { get; } }",
            "using SsnGen; [SsnBlock] public sealed partial class Block { [Conv] public partial Layer A { get; } [Conv(8), Add(nameof(A))] public partial Layer B { get; } }")
        .RunAsync();

    [Theory]
    [InlineData("[{|SSN007:{|SSN007:Conv(Kernel = 0)|}|}] public partial Layer A { get; }")]
    [InlineData("[Conv(8)] public partial Layer A { get; } [Conv(8, Stride = 2), {|SSN008:Add(nameof(A))|}] public partial Layer B { get; }")]
    [InlineData("[Conv(8)] public partial Layer A { get; } [MaxPool(1), From(LayerSource.Input), {|SSN008:Add(nameof(A))|}] public partial Layer B { get; }")]
    public Task Leaves_alone_what_channels_do_not_mend(string layers)
    {
        var code = "using SsnGen; [SsnModel(Channels = 4, Height = 8, Width = 8)] public sealed partial class Net { " + layers + " }";
        return new FixTest<ChannelsFixer>(code, code).RunAsync();
    }
}

using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests.Fixers;

public class MarkClassFixerTests
{
    private const string Unmarked =
        """
        using System;
        using SsnGen;

        namespace Models
        {
            /// <summary>Some layers.</summary>
            [Serializable] // as it were
            public sealed partial class {|SSN024:Some|}
            {
                [Relu] public partial Layer A { get; }
            }

            internal partial class {|SSN024:Other|} { [Relu] public partial Layer A { get; } }
        }
        """;

    [Theory]
    [InlineData(0, "SsnModel")]
    [InlineData(1, "SsnBlock")]
    public Task Marks_classes_with_layers(int action, string attribute) => new FixTest<MarkClassFixer>(
        Unmarked,
        $$"""
        using System;
        using SsnGen;

        namespace Models
        {
            /// <summary>Some layers.</summary>
            [{{attribute}}]
            [Serializable] // as it were
            public sealed partial class Some
            {
                [Relu] public partial Layer A { get; }
            }

            [{{attribute}}]
            internal partial class Other { [Relu] public partial Layer A { get; } }
        }
        """)
    { CodeActionIndex = action, CodeActionEquivalenceKey = "MarkClassFixer." + attribute }
        .AllAtOnceEverywhere().RunAsync();

    [Fact]
    public Task Marks_a_class_within_a_line() => new FixTest<MarkClassFixer>(
        "using SsnGen; /* some */ partial class {|SSN024:Some|} { [Relu] public partial Layer A { get; } }",
        "using SsnGen; /* some */ [SsnModel] partial class Some { [Relu] public partial Layer A { get; } }")
        .RunAsync();

    [Fact]
    public Task Marks_what_a_stage_repeats_in_its_own_file_and_makes_it_partial() => new FixTest<MarkClassFixer>(
        """
        using SsnGen;

        [SsnModel]
        public sealed partial class Net
        {
            [Repeat(1, Channels = 8)] public partial Stage<Blocks.Block> {|SSN016:S|} { get; }
            [Repeat(2, Channels = 8)] public partial Stage<Blocks.Block> {|SSN016:T|} { get; }
        }
        """,
        """
        using SsnGen;

        [SsnModel]
        public sealed partial class Net
        {
            [Repeat(1, Channels = 8)] public partial Stage<Blocks.Block> S { get; }
            [Repeat(2, Channels = 8)] public partial Stage<Blocks.Block> T { get; }
        }
        """)
        .With(
            "Block.cs",
            """
            namespace Blocks;

            // No using: the attribute has its full name.
            public sealed class {|SSN024:Block|}
            {
                [SsnGen.Conv]
                public partial SsnGen.Layer {|CS9248:{|CS0751:A|}|} { get; }
            }
            """,
            """
            namespace Blocks;

            // No using: the attribute has its full name.
            [global::SsnGen.SsnBlock]
            public sealed partial class Block
            {
                [SsnGen.Conv]
                public partial SsnGen.Layer A { get; }
            }
            """)
        .AllAtOnceEverywhere().RunAsync();

    [Theory]
    [InlineData("[SsnModel] public sealed partial class Net { [Repeat(1)] public partial Stage<Layer> {|SSN016:S|} { get; } }")]
    [InlineData("[SsnModel] public sealed partial class Net { [Repeat(1)] public partial Stage<Other> {|SSN016:S|} { get; } } [SsnModel] public sealed partial class Other { [Relu] public partial Layer A { get; } }")]
    [InlineData("[SsnModel] public sealed partial class Net { [Repeat(1)] public partial Stage<IBlock> {|SSN016:S|} { get; } } public interface IBlock;")]
    public Task Leaves_alone_what_can_be_no_block(string code) =>
        new FixTest<MarkClassFixer>("using SsnGen; " + code, "using SsnGen; " + code).RunAsync();
}

using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests.Fixers;

public class PartialPropertyFixerTests
{
    private const string Head = "using SsnGen;\n[SsnModel] public sealed partial class Net\n{\n    [Relu] ";

    [Theory]
    [InlineData("public Layer {|SSN003:A|} { get; } = null!;", "public partial Layer A { get; }")]
    [InlineData("public Layer {|SSN003:A|} { get; set; }", "public partial Layer A { get; }")]
    [InlineData("internal partial Layer {|SSN003:A|} { get; private set; } // stem", "internal partial Layer A { get; } // stem")]
    [InlineData("public Layer {|SSN003:A|} { get; init; } = null!; // stem", "public partial Layer A { get; } // stem")]
    [InlineData("public static partial Layer {|SSN003:A|} { get; }", "public partial Layer A { get; }")]
    [InlineData("public static Layer {|SSN003:A|} => null!;", "public partial Layer A { get; }")]
    [InlineData("static /* one */ public Layer {|SSN003:@event|} => null!;", "public partial Layer @event { get; }")]
    [InlineData("Layer {|SSN003:A|}\n    {\n        get => null!;\n    }", "partial Layer A { get; }")]
    [InlineData("public Layer {|SSN003:A|} /* stem */ { get { return null!; } set { } }", "public partial Layer A /* stem */ { get; }")]
    [InlineData("public /* a */ Layer /* b */ {|SSN003:A|} { get; set; } /* c */", "public /* a */ partial Layer /* b */ A { get; } /* c */")]
    public Task Declares_a_partial_property_with_a_getter(string before, string after) =>
        new FixTest<PartialPropertyFixer>(Head + before + "\n}\n", Head + after + "\n}\n").RunAsync();

    [Fact]
    public Task Declares_stages_too_and_all_at_once() => new FixTest<PartialPropertyFixer>(
        """
        using SsnGen;

        [SsnModel]
        public sealed partial class Net
        {
            /// <summary>The first stage.</summary>
            [Repeat(2, Channels = 8)] // twice
            public Stage<Block> {|SSN003:S|} { get; } = null!;

            // The last layer.
            [GlobalAveragePool]
            public Layer {|SSN003:A|} { get; set; }
        }
        """,
        """
        using SsnGen;

        [SsnModel]
        public sealed partial class Net
        {
            /// <summary>The first stage.</summary>
            [Repeat(2, Channels = 8)] // twice
            public partial Stage<Block> S { get; }

            // The last layer.
            [GlobalAveragePool]
            public partial Layer A { get; }
        }
        """)
        .With(
            "Block.cs",
            "using SsnGen; [SsnBlock] public sealed partial class Block { [Conv] public static Layer {|SSN003:B|} { get; } = null!; }",
            "using SsnGen; [SsnBlock] public sealed partial class Block { [Conv] public partial Layer B { get; } }")
        .AllAtOnceEverywhere().RunAsync();

    [Fact]
    public Task Removes_what_implements_a_layer_by_hand() => new FixTest<PartialPropertyFixer>(
        """
        using SsnGen;

        [SsnModel]
        public sealed partial class Net
        {
            [Relu]
            public partial Layer {|SSN003:A|} { get; }

            /// <inheritdoc/>
            public partial Layer A => null!;

            // What reads it.
            [Relu]
            public partial Layer B { get; }
        }
        """,
        """
        using SsnGen;

        [SsnModel]
        public sealed partial class Net
        {
            [Relu]
            public partial Layer A { get; }

            // What reads it.
            [Relu]
            public partial Layer B { get; }
        }
        """).RunAsync();

    [Fact]
    public Task Removes_what_implements_a_layer_in_another_file_and_keeps_comments() => new FixTest<PartialPropertyFixer>(
        "using SsnGen;\n[SsnModel] public sealed partial class Net { [Relu] public partial Layer {|SSN003:A|} { get; set; } }\n",
        "using SsnGen;\n[SsnModel] public sealed partial class Net { [Relu] public partial Layer A { get; } }\n")
        .With(
            "Net.Hand.cs",
            """
            using SsnGen;

            partial class Net
            {
                // Written by hand.
                public partial Layer A { get => null!; set { } }

                public int Other => 1;
            }
            """,
            """
            using SsnGen;

            partial class Net
            {
                // Written by hand.

                public int Other => 1;
            }
            """)
        .RunAsync();

    [Fact]
    public async Task Does_not_make_up_a_name_for_an_indexer()
    {
        const string Code = "using SsnGen; [SsnModel] public sealed partial class Net { [Relu] public partial Layer {|SSN003:this|}[int i] { get; } }";
        await new FixTest<PartialPropertyFixer>(Code, Code).RunAsync();
    }
}

using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests.Fixers;

public class MakePartialFixerTests
{
    [Fact]
    public Task Adds_partial_to_a_model_that_the_generator_names() => new FixTest<MakePartialFixer>(
        """
        using SsnGen;

        [SsnModel]
        public sealed /* for good */ class {|SSN001:Net|} // a network
        {
            [Relu]
            public partial Layer {|CS9248:{|CS0751:A|}|} { get; }
        }
        """,
        """
        using SsnGen;

        [SsnModel]
        public sealed /* for good */ partial class Net // a network
        {
            [Relu]
            public partial Layer A { get; }
        }
        """).RunAsync();

    [Fact]
    public Task Adds_partial_to_the_model_of_a_selection_in_another_file() => new FixTest<MakePartialFixer>(
        """
        using SsnGen;

        /// <summary>A network.</summary>
        [SsnModel] public sealed class {|SSN001:{|CS0260:Net|}|}
        {
            [Ssn(Normalizer.Batch)] public partial Layer {|CS9248:A|} { get; }
        }
        """,
        """
        using SsnGen;

        /// <summary>A network.</summary>
        [SsnModel] public sealed partial class Net
        {
            [Ssn(Normalizer.Batch)] public partial Layer A { get; }
        }
        """)
        .With("Net.Selection.cs", "using SsnGen; [Selected(\"A\", Normalizer.Batch, Normalizer.Batch)] partial class Net;")
        .RunAsync();

    [Fact]
    public Task Adds_partial_to_each_part_in_whatever_file() => new FixTest<MakePartialFixer>(
        """
        using SsnGen;

        [SsnBlock]
        public sealed partial class {|SSN001:Block|}
        {
            [Relu] public partial Layer {|CS9248:A|} { get; }
        }
        """,
        """
        using SsnGen;

        [SsnBlock]
        public sealed partial class Block
        {
            [Relu] public partial Layer A { get; }
        }
        """)
        .With("More.cs", "class {|CS0260:Block|} { public int More => 1; }", "partial class Block { public int More => 1; }")
        .RunAsync();

    [Fact]
    public Task Adds_partial_to_the_types_around_it() => new FixTest<MakePartialFixer>(
        """
        using SsnGen;

        public class Outer
        {
            private protected readonly struct Inner
            {
                [SsnBlock] internal record {|SSN001:{|SSN002:Block|}|} { [Relu] public partial Layer {|CS9248:{|CS0751:A|}|} { get; } }
            }
        }
        """,
        """
        using SsnGen;

        public partial class Outer
        {
            private protected readonly partial struct Inner
            {
                [SsnBlock] internal partial record {|SSN002:Block|} { [Relu] public partial Layer A { get; } }
            }
        }
        """).RunAsync();

    [Fact]
    public Task Fixes_many_classes_at_once() => new FixTest<MakePartialFixer>(
        """
        using SsnGen;
        [SsnModel] class {|SSN001:One|} { [Relu] public partial Layer {|CS9248:{|CS0751:A|}|} { get; } [Relu] public partial Layer {|CS9248:{|CS0751:B|}|} { get; } }
        [SsnModel] class {|SSN001:Two|} { [Relu] public partial Layer {|CS9248:{|CS0751:A|}|} { get; } }
        """,
        """
        using SsnGen;
        [SsnModel] partial class One { [Relu] public partial Layer A { get; } [Relu] public partial Layer B { get; } }
        [SsnModel] partial class Two { [Relu] public partial Layer A { get; } }
        """).AllAtOnceEverywhere().RunAsync();

    [Fact]
    public async Task Leaves_classes_alone_that_are_no_definitions()
    {
        const string Code = "class Other { public partial int {|CS9248:{|CS0751:A|}|} { get; } }";
        await new FixTest<MakePartialFixer>(Code, Code).RunAsync();
    }
}

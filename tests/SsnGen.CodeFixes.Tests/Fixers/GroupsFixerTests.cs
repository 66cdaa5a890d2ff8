using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests.Fixers;

public class GroupsFixerTests
{
    [Fact]
    public Task Gives_the_divisor_that_is_proposed() => new FixTest<GroupsFixer>(
        """
        using SsnGen;

        [SsnModel(Channels = 6, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [{|SSN014:Conv(8, Groups = /* of two */ 3, Kernel = 3)|}, Relu] public partial Layer A { get; }
            [{|SSN014:{|SSN014:Conv(10, Groups = 3 + 4)|}|}] public partial Layer B { get; }
            [{|SSN014:Conv(8, Kernel = 3, Groups = 5)|}, {|SSN014:Ssn(Normalizer.Group /* only */)|}] public partial Layer C { get; }
            [{|SSN014:Ssn(Normalizer.Group, Groups = 3)|}] public partial Layer D { get; }
            [{|SSN014:GroupNorm(/* of two */ 3)|}] public partial Layer E { get; }
            [{|SSN014:GroupNorm|}] public partial Layer F { get; }
            [{|SSN014:GroupNorm(Epsilon = 1e-3f)|}] public partial Layer G { get; }
        }
        """,
        """
        using SsnGen;

        [SsnModel(Channels = 6, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [Conv(8, Groups = /* of two */ 2, Kernel = 3), Relu] public partial Layer A { get; }
            [Conv(10, Groups = 2)] public partial Layer B { get; }
            [Conv(8, Kernel = 3, Groups = 2), Ssn(Normalizer.Group, Groups = 8 /* only */)] public partial Layer C { get; }
            [Ssn(Normalizer.Group, Groups = 2)] public partial Layer D { get; }
            [GroupNorm(/* of two */ 2)] public partial Layer E { get; }
            [GroupNorm(8)] public partial Layer F { get; }
            [GroupNorm(8, Epsilon = 1e-3f)] public partial Layer G { get; }
        }
        """).AllAtOnceEverywhere().RunAsync();

    [Fact]
    public Task Finds_the_attribute_in_the_file_of_the_block() => new FixTest<GroupsFixer>(
        """
        using SsnGen;

        [SsnModel(Channels = 4, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [Repeat(2, Channels = 8)] public partial Stage<Block> {|SSN014:{|SSN014:S|}|} { get; }
            [Repeat(1, Channels = 8)] public partial Stage<Block> {|SSN014:{|SSN014:T|}|} { get; }
        }
        """,
        """
        using SsnGen;

        [SsnModel(Channels = 4, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [Repeat(2, Channels = 8)] public partial Stage<Block> S { get; }
            [Repeat(1, Channels = 8)] public partial Stage<Block> T { get; }
        }
        """)
        .With(
            "Block.cs",
            "using SsnGen; [SsnBlock] public sealed partial class Block { [Conv(Groups = 3), Ssn(Normalizer.Group)] public partial Layer A { get; } }",
            "using SsnGen; [SsnBlock] public sealed partial class Block { [Conv(Groups = 2), Ssn(Normalizer.Group, Groups = 8)] public partial Layer A { get; } }")
        .RunAsync();
}

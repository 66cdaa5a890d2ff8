using SsnGen.CodeFixes.Fixers;
using SsnGen.CodeFixes.Tests.Harness;

namespace SsnGen.CodeFixes.Tests.Fixers;

public class RepeatedNormalizerFixerTests
{
    [Theory]
    [InlineData("{|SSN031:Ssn(Normalizer.Batch, Normalizer.Batch)|}, Relu", "Ssn(Normalizer.Batch), Relu")]
    [InlineData("Relu, {|SSN031:Ssn(Normalizer.Batch, Normalizer.Layer, Normalizer.Batch, Epsilon = 1e-4f)|}", "Relu, Ssn(Normalizer.Batch, Normalizer.Layer, Epsilon = 1e-4f)")]
    [InlineData("{|SSN031:{|SSN031:Ssn(Normalizer.Batch, Normalizer.Batch, Normalizer.Layer, (Normalizer)2 /* two */, Normalizer.Layer)|}|}", "Ssn(Normalizer.Batch, Normalizer.Layer /* two */)")]
    [InlineData("{|SSN031:Ssn(normalizers: new[] { Normalizer.Layer, /* l */ Normalizer.Layer }, Groups = 4)|}", "Ssn(normalizers: new[] { Normalizer.Layer }, Groups = 4)")]
    [InlineData("{|SSN031:Ssn(new Normalizer[] { Normalizer.Layer, Normalizer.Layer, Normalizer.Batch })|}", "Ssn(new Normalizer[] { Normalizer.Layer, Normalizer.Batch })")]
    [InlineData("{|SSN031:Ssn([Normalizer.Layer, Normalizer.Layer])|}", "Ssn([Normalizer.Layer])")]
    public Task Leaves_each_where_it_is_given_first(string before, string after) =>
        new FixTest<RepeatedNormalizerFixer>(Net(before), Net(after)).RunAsync();

    private static string Net(string facets) =>
        $$"""
        using SsnGen;

        [SsnModel(Channels = 4, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [{{facets}}] // normalized
            public partial Layer A { get; }

            [{{facets}}]
            public partial Layer B { get; }
        }
        """;
}

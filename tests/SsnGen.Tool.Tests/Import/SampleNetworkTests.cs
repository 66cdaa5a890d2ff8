using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Networks of samples/Networks, smaller than there, exported and imported: what is written compiles without a word, and computes what ONNX Runtime does.</summary>
public sealed class SampleNetworkTests(ITestOutputHelper output)
{
    private static string Definitions => Path.Combine(RepositoryPaths.Root, "samples", "Networks", "Definitions");

    [Theory]
    [InlineData("MobileNetV3", 64)]
    [InlineData("ShuffleNetV2", 64)]
    [InlineData("Fpn", 64)]
    public void It_computes_the_same(string name, int side)
    {
        var definitions = CompiledDefinitions.Of(Directory.GetFiles(Definitions, "*.cs").Where(f => Path.GetFileName(f) == name + ".cs" || Path.GetFileName(f) == "Bottlenecks.cs")
            .Select(f => (Path.GetFileName(f), Smaller(File.ReadAllText(f), side))));
        var original = definitions.Graph("Networks." + name);
        var imported = ImportedModel.Of(original, NetworkWeights.Random(original.Layers, seed: 3));
        output.WriteLine(imported.Text);

        var compiled = CompiledDefinitions.Of(imported.Scaffold);
        Assert.Equal(NetworkWords.Of(imported.Scaffold.Network), NetworkWords.Of(compiled.Graph("Imported.Net")));
        var inputs = imported.Samples(1, seed: 4);
        var (expected, actual) = (imported.ByOnnxRuntime(inputs, 1), imported.By(compiled, inputs));
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
        {
            FloatAssert.MaxDifference<float, float>(e, a, 1e-4 * e.Max(Math.Abs));
        }
    }

    private static string Smaller(string text, int side) => System.Text.RegularExpressions.Regex.Replace(text, @"Height = \d{3}, Width = \d{3}", $"Height = {side}, Width = {side}");
}

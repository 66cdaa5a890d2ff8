using SsnGen.Networks;
using SsnGen.Onnx;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Import;

/// <summary>The trained networks of the samples, exported and imported: the selections come back, and what is written computes what ONNX Runtime does.</summary>
public sealed class SampleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Digits", "DigitsNet", "digits.safetensors")]
    [InlineData("Segmentation", "ScenesNet", "scenes.safetensors")]
    [InlineData("Video", "MotionNet", "motion.safetensors")]
    public void It_computes_the_same(string sample, string model, string weights)
    {
        var folder = Path.Combine(RepositoryPaths.Root, "samples", sample);
        string[] files = [model + ".cs", model + ".Selection.cs", "BasicBlock.cs", "Blocks.cs"];
        var definitions = CompiledDefinitions.Of(files.Select(f => Path.Combine(folder, f)).Where(File.Exists).Select(static f => (Path.GetFileName(f), File.ReadAllText(f))));
        var original = definitions.Graph($"{sample}.{model}");
        using var stream = new MemoryStream();
        OnnxExport.Write(stream, original, NetworkWeights.Load(Path.Combine(folder, weights)), trained: definitions.TrainingGraph($"{sample}.{model}").Layers);

        var imported = ImportedModel.Of(stream.ToArray());
        output.WriteLine(imported.Text + imported.Scaffold.Selection);
        var inputs = imported.Samples(3, seed: 4);
        var (expected, actual) = (imported.ByOnnxRuntime(inputs, 3), imported.ByCompiledNetwork(inputs));
        FloatAssert.MaxDifference<float, float>(expected[0], actual[0], 1e-4 * expected[0].Max(Math.Abs));
    }
}

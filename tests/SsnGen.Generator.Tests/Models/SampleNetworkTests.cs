extern alias runtime;

using runtime::SsnGen.Networks;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Onnx;
using SsnGen.Testing;
using NetworkGraph = runtime::SsnGen.NetworkGraph;

namespace SsnGen.Generator.Tests.Models;

/// <summary>The networks of the samples for segmentation and video, on small pictures, with every pair of normalizers.</summary>
public class SampleNetworkTests
{
    private static readonly Normalizer[] _normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch];

    [Theory]
    [InlineData("Segmentation", "ScenesNet.cs", "Blocks.cs", "ScenesNet", "Height = 64, Width = 64", "Height = 16, Width = 20")]
    [InlineData("Video", "MotionNet.cs", "BasicBlock.cs", "MotionNet", "Depth = 8, Height = 24, Width = 24", "Depth = 4, Height = 12, Width = 10")]
    public void Collapsed_equals_what_was_trained_and_ONNX_Runtime_for_all_pairs_of_normalizers(string sample, string file, string blocks, string model, string size, string small)
    {
        var folder = Path.Combine(RepositoryPaths.Root, "samples", sample);
        var definition = File.ReadAllText(Path.Combine(folder, file)) + File.ReadAllText(Path.Combine(folder, blocks)).Replace("using SsnGen;", "", StringComparison.Ordinal).Replace($"namespace {sample};", "", StringComparison.Ordinal);
        Assert.Contains(size, definition, StringComparison.Ordinal);
        definition = string.Join('\n', definition.Replace(size, small, StringComparison.Ordinal).Split('\n').Where(static l => !l.StartsWith("[InputSize", StringComparison.Ordinal)));
        var pairs = _normalizers.SelectMany(static mean => _normalizers.Select(variance => (Mean: mean, Variance: variance))).ToArray();
        var files = pairs.SelectMany((pair, i) => Files(definition.Replace($"namespace {sample};", $"namespace P{i};", StringComparison.Ordinal), $"P{i}", model, pair.Mean, pair.Variance));
        Compile.Run(Compile.OfFiles(files.Append(Compile.ImplicitUsings).Select(static (text, i) => ($"File{i}.cs", text)), typeof(OnnxExport)), out var output, out _);
        var assembly = Compile.Load(output);
        for (var i = 0; i < pairs.Length; i++)
        {
            Check(assembly.GetType($"P{i}.{model}", throwOnError: true)!, pairs[i].ToString());
        }
    }

    // A layer that cannot choose a normalizer has its first one.
    private static string[] Files(string definition, string space, string model, Normalizer mean, Normalizer variance)
    {
        var plan = PlanText.Result(definition, $"{space}.{model}").Plan!;
        var selected = plan.Layers.Where(static l => l.Normalization is not null).Select(l =>
            $"[Selected(\"{l.Path}\", Normalizer.{Chosen(l.Normalization!.Omega, mean)}, Normalizer.{Chosen(l.Normalization.Omega, variance)})]");
        return [definition, $$"""
            namespace {{space}};
            {{string.Join("\n", selected)}}
            partial class {{model}}
            {
                public void RunArrays(float[] x, float[] y) => Run(x, y);
            }
            """];

        static Normalizer Chosen(EquatableArray<Normalizer> omega, Normalizer wanted) => omega.Contains(wanted) ? wanted : omega[0];
    }

    private static void Check(Type type, string pair)
    {
        const int Batch = 2;
        var graph = (NetworkGraph)type.GetProperty("Graph")!.GetValue(null)!;
        var weights = NetworkWeights.Random(graph.Layers, seed: 3);
        var random = new Random(4);
        var (shape, output) = (graph.Inputs[0].Shape, graph.Outputs[0].Layer.Output);
        float[] x = [.. Enumerable.Range(0, Batch * shape.Length).Select(_ => (random.NextSingle() * 2) - 1)];
        var y = new float[Batch * output.Length];
        type.GetMethod("RunArrays")!.Invoke(type.GetMethod("Create")!.Invoke(null, [weights]), [x, y]);

        float[] expected = [.. ReferenceEvaluation.Run(graph, weights, x).Select(static v => (float)v)];
        var tolerance = 1e-5 * expected.Max(Math.Abs);
        FloatAssert.MaxDifference(expected, y, tolerance, pair);
        using var model = new MemoryStream();
        OnnxExport.Write(model, graph, weights, Batch);
        FloatAssert.MaxDifference(OnnxRun.Run(model.ToArray(), x, [Batch, shape.Channels, .. shape.Sides.Select(static s => (long)s)]), y, 2 * tolerance, pair + " in ONNX Runtime");
    }
}

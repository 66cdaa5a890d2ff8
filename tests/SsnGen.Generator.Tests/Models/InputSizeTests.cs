extern alias runtime;

using System.Reflection;
using runtime::SsnGen.Networks;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Onnx;
using SsnGen.Testing;
using static VerifyXunit.Verifier;
using NetworkGraph = runtime::SsnGen.NetworkGraph;

namespace SsnGen.Generator.Tests.Models;

/// <summary>One network for pictures of several sizes, from one file of weights.</summary>
public class InputSizeTests
{
    // Strided, dilated, normalized by moments of the sample, resized to the pictures, with one output of a size of its own.
    private const string Source = """
        [SsnModel(Channels = 3, Height = 20, Width = 16), InputSize(13, 27), InputSize(40, 32)]
        public sealed partial class Net
        {
            [Conv(32, Kernel = 3, Stride = 2), Ssn(Normalizer.Batch), Relu] public partial Layer Stem { get; }
            [Conv(32, Kernel = 3, Dilation = 2), Ssn(Normalizer.Layer), Add(nameof(Stem)), Relu, Output] public partial Layer Body { get; }
            [AdaptiveAveragePool(2)] public partial Layer Pooled { get; }
            [Conv(5, Kernel = 1), Output] public partial Layer Classes { get; }
            [From(nameof(Body)), Conv(4, Kernel = 1)] public partial Layer Scores { get; }
            [Resize(LayerSource.Input, Mode = Interpolation.Bilinear)] public partial Layer Map { get; }
        }
        """;

    private const string Caller = """
        public sealed partial class Net
        {
            public void RunOf(float[] x, int height, int width, float[][] y) => Run(x, height, width, y[0], y[1], y[2]);
            public void RunOwn(float[] x, float[][] y) => Run(x, y[0], y[1], y[2]);
            public static byte[] Onnx(SsnGen.Networks.NetworkWeights weights, int height, int width)
            {
                using System.IO.MemoryStream stream = new();
                ExportOnnx(weights, stream, height, width, batch: 2);
                return stream.ToArray();
            }
        }
        """;

    private static readonly Type _type = Load();

    private static readonly NetworkWeights _weights = NetworkWeights.Random(((NetworkGraph)_type.GetProperty("Graph")!.GetValue(null)!).Layers, seed: 5);

    private static readonly object _network = _type.GetMethod("Create")!.Invoke(null, [_weights])!;

    [Theory]
    [InlineData(20, 16)]
    [InlineData(13, 27)]
    [InlineData(40, 32)]
    public void Each_size_agrees_with_its_reference_and_with_ONNX_Runtime(int height, int width)
    {
        var graph = GraphOf(height, width);
        Assert.Equal((3, height, width), (graph.Inputs[0].Shape.Channels, graph.Inputs[0].Shape.Height, graph.Inputs[0].Shape.Width));
        Assert.Equal((height, width), (graph.Outputs[2].Layer.Output.Height, graph.Outputs[2].Layer.Output.Width));
        var x = Samples(2 * 3 * height * width);
        var actual = Run(x, height, width, graph);
        var onnx = OnnxRun.RunAll((byte[])_type.GetMethod("Onnx")!.Invoke(null, [_weights, height, width])!, (x, [2, 3, height, width]));
        var expected = ReferenceEvaluation.RunLayers(graph, _weights, [x]);
        for (var i = 0; i < actual.Length; i++)
        {
            FloatAssert.MaxDifference([.. expected[graph.Outputs[i].Layer].Select(static v => (float)v)], actual[i], 1e-4, graph.Outputs[i].Name);
            FloatAssert.MaxDifference(onnx[i], actual[i], 1e-4, graph.Outputs[i].Name + " of ONNX Runtime");
        }
    }

    [Fact]
    public void Its_own_size_is_the_network_itself()
    {
        var graph = GraphOf(20, 16);
        Assert.Same(_type.GetProperty("Graph")!.GetValue(null), graph);
        var x = Samples(2 * 3 * 20 * 16);
        float[][] y = [.. graph.Outputs.Select(static o => new float[2 * o.Layer.Output.Length])];
        _type.GetMethod("RunOwn")!.Invoke(_network, [x, y]);
        Assert.Equal(y, Run(x, 20, 16, graph));
    }

    [Fact]
    public void Other_sizes_are_refused_by_name()
    {
        const string Message = "Net is not compiled for pictures of 16x20, but for 20x16, 13x27 and 40x32: add [InputSize(16, 20)] to it, or resize the pictures.";
        foreach (var call in new Action[] { () => GraphOf(16, 20), () => Run([], 16, 20, GraphOf(20, 16)), () => _type.GetMethod("Onnx")!.Invoke(null, [_weights, 16, 20]) })
        {
            var error = Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(call).InnerException);
            Assert.StartsWith(Message, error.Message, StringComparison.Ordinal);
            Assert.Equal("height", error.ParamName);
        }
    }

    [Theory]
    [InlineData("[Conv(32, Kernel = 1), Ssn(Normalizer.Batch), Relu] public partial Layer A { get; } [Conv(32, Stride = 2)] public partial Layer B { get; }", true)]
    [InlineData("[Conv(64), Ssn(Normalizer.Batch), Relu] public partial Layer A { get; } [Conv(64, Kernel = 3)] public partial Layer B { get; }", false)]
    public void Parameters_are_there_once_where_all_sizes_want_them_in_the_same_order(string layers, bool areShared)
    {
        // 3x3 convolutions of pictures of one row are not Winograd's.
        var result = PlanText.Result("[SsnModel(Channels = 3, Height = 1, Width = 3), InputSize(24, 24)] public sealed partial class Net { " + layers + " }");
        Assert.Equal(areShared, Assert.Single(result.Sizes).SharesParameters);
    }

    [Fact]
    public Task What_is_emitted_for_them()
    {
        var files = Compile.Emitted("[SsnModel(Channels = 2, Height = 4, Width = 4), InputSize(6, 5)] public sealed partial class Tiny { [Conv(3, Kernel = 3), Relu] public partial Layer A { get; } }");
        Assert.Equal(["Tiny.6x5.Inference.g.cs", "Tiny.6x5.g.cs", "Tiny.Inference.g.cs", "Tiny.g.cs"], files.Keys.Order(StringComparer.Ordinal));
        var (own, other) = (files["Tiny.Inference.g.cs"], files["Tiny.6x5.Inference.g.cs"]);
        return Verify(string.Join("\n", files["Tiny.g.cs"], files["Tiny.6x5.g.cs"], own[..own.IndexOf("file static unsafe class TinySteps", StringComparison.Ordinal)], other[..other.IndexOf("TinyLoops6x5", StringComparison.Ordinal)]), "cs");
    }

    private static Type Load()
    {
        Compile.Run(Compile.OfFiles([("File0.cs", Source), ("File1.cs", Caller), ("File2.cs", Compile.ImplicitUsings)], typeof(OnnxExport)), out var output, out _);
        return Compile.Load(output).GetType("Net", throwOnError: true)!;
    }

    private static NetworkGraph GraphOf(int height, int width) => (NetworkGraph)_type.GetMethod("GraphOf")!.Invoke(null, [height, width])!;

    private static float[][] Run(float[] x, int height, int width, NetworkGraph graph)
    {
        float[][] y = [.. graph.Outputs.Select(static o => new float[2 * o.Layer.Output.Length])];
        _type.GetMethod("RunOf")!.Invoke(_network, [x, height, width, y]);
        return y;
    }

    private static float[] Samples(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}

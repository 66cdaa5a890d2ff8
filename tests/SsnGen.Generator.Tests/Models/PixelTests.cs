extern alias runtime;

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using runtime::SsnGen.Networks;
using runtime::SsnGen.Threading;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Onnx;
using SsnGen.Testing;
using static VerifyXunit.Verifier;
using NetworkGraph = runtime::SsnGen.NetworkGraph;

namespace SsnGen.Generator.Tests.Models;

/// <summary>Networks that run on pictures as they come: 8-bit pixels with the channels last.</summary>
public partial class PixelTests
{
    // Runs both ways by arrays.
    private const string Caller = """
        partial class Net
        {
            public void RunPixels(byte[] x, float[][] more, float[][] y) => Run(PIXELS);
            public void RunValues(float[] x, float[][] more, float[][] y) => Run(PIXELS);
            public static byte[] Onnx(SsnGen.Networks.NetworkWeights weights, bool pixels)
            {
                using System.IO.MemoryStream stream = new();
                ExportOnnx(weights, stream, ONNXpixels: pixels);
                return stream.ToArray();
            }
        }
        """;

    private const string Values = "PixelMean = [123.675f, 116.28f, 103.53f], PixelScale = [0.0171f, 0.0175f, 0.0174f]";
    private const string Conv = "[Conv(20, Kernel = 3, Stride = 2), Ssn(Normalizer.Batch), Relu] public partial Layer A { get; }";

    [Theory]

    // Packed pixel by pixel, and in blocks, with a border and without; one value for all; clips and sequences; further inputs and outputs; another size.
    [InlineData("Channels = 3, Height = 11, Width = 9, " + Values, Conv)]
    [InlineData("Channels = 3, Height = 11, Width = 9, " + Values, "[MaxPool(2)] public partial Layer A { get; }")]
    [InlineData("Channels = 20, Height = 6, Width = 5, PixelMean = [127.5f]", Conv)]
    [InlineData("Channels = 1, Height = 28, Width = 28, PixelScale = [0.00390625f]", Conv)]
    [InlineData("Channels = 3, Depth = 4, Height = 7, Width = 6, " + Values, Conv)]
    [InlineData("Channels = 2, Length = 37, PixelMean = [128], PixelScale = [0.01f]", Conv)]
    [InlineData("Channels = 3, Height = 9, Width = 9, " + Values, "[Input(Height = 9, Width = 9)] public partial NetworkInput Mask { get; } [Multiply(nameof(Mask)), From(LayerSource.Input)] public partial Layer M { get; } " + Conv, 1)]
    [InlineData("Channels = 3, Height = 9, Width = 9, " + Values, "[Conv(4, Kernel = 3), Output] public partial Layer B { get; } " + Conv)]
    [InlineData("Channels = 3, Height = 11, Width = 9, " + Values, Conv, 0, 14, 8)]
    [InlineData("Channels = 3, Height = 1, Width = 2, " + Values, "[Ssn(Normalizer.Batch)] public partial Layer A { get; }")]
    public void Pixels_are_their_values_to_the_bit(string sample, string layers, int more = 0, int height = 0, int width = 0)
    {
        layers = layers.Replace("[Input(Height", "[Input(Channels = 3, Height", StringComparison.Ordinal);
        var size = height == 0 ? "" : $", InputSize({height}, {width})";
        var type = Load($"[SsnModel({sample}){size}] public sealed partial class Net {{ {layers} }}", more, 1 + Outputs().Count(layers), height, width);
        var graph = (NetworkGraph)(height == 0 ? type.GetProperty("Graph")!.GetValue(null)! : type.GetMethod("GraphOf")!.Invoke(null, [height, width])!);
        var weights = NetworkWeights.Random(graph.Layers, seed: 3);
        var network = type.GetMethod("Create")!.Invoke(null, [weights])!;
        var random = new Random(5);
        var shape = graph.Inputs[0].Shape;
        var pixels = new byte[3 * shape.Length];
        random.NextBytes(pixels);
        var values = new float[pixels.Length];
        graph.Inputs[0].Pixels!.Convert(pixels, shape, values);
        float[][] others = [.. graph.Inputs.Skip(1).Select(i => Enumerable.Range(0, 3 * i.Shape.Length).Select(_ => random.NextSingle()).ToArray())];
        var (expected, actual) = (Room(graph), Room(graph));

        type.GetMethod("RunValues")!.Invoke(network, [values, others, expected]);
        type.GetMethod("RunPixels")!.Invoke(network, [pixels, others, actual]);
        Assert.Equal(expected, actual);
        Assert.Contains(actual[^1], static v => v != 0);

        var onnx = Onnx((byte[])type.GetMethod("Onnx")!.Invoke(null, [weights, true])!, pixels, [3, .. shape.Sides.Select(static s => (long)s), shape.Channels], others, graph);
        for (var i = 0; i < onnx.Length; i++)
        {
            FloatAssert.MaxDifference(onnx[i], actual[i], 1e-4, graph.Outputs[i].Name);
        }
    }

    [Fact]
    public void Pixels_of_a_network_that_says_nothing_of_them_are_refused()
    {
        var network = CompiledNetwork.Create(TestPlans.Model("Plain", new Shape(2, 2, 2), TestPlans.Layer(0, new(2, 2, 2), new(2, 2, 2), new Producer.Identity(), activation: Activations.Relu)));
        var runner = (runtime::SsnGen.Inference.NetworkRunner)network.Type.GetField("_network", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(network.Instance)!;
        var error = Assert.Throws<ArgumentException>("input", () => runner.Run(new byte[8], new float[8], InlineTeam.Instance));
        Assert.StartsWith("The input is pixels, and nothing says how they become values.", error.Message, StringComparison.Ordinal);

        var type = Load($"[SsnModel(Channels = 3, Height = 2, Width = 2, {Values})] public sealed partial class Net {{ [Relu] public partial Layer A {{ get; }} }}", 0, 1, 0, 0);
        var weights = NetworkWeights.Random([], seed: 1);
        var wrong = Assert.Throws<TargetInvocationException>(() => type.GetMethod("RunPixels")!.Invoke(type.GetMethod("Create")!.Invoke(null, [weights]), [new byte[13], Array.Empty<float[]>(), new[] { new float[13] }]));
        Assert.StartsWith("The input has 13 values; expected a multiple of 12 (3x2x2).", wrong.InnerException!.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("pixels", () => OnnxExport.Write(new MemoryStream(), TestPlans.Graph(network.Plan), network.Weights, pixels: true));
    }

    [Fact]
    public Task What_is_emitted_for_them()
    {
        var files = Compile.Emitted($"[SsnModel(Channels = 3, Height = 5, Width = 4, {Values})] public sealed partial class Tiny {{ [Conv(3, Kernel = 3), Output] public partial Layer A {{ get; }} [Relu] public partial Layer B {{ get; }} }}");
        var (text, graph) = (files["Tiny.Inference.g.cs"], files["Tiny.g.cs"]);
        var run = text.IndexOf("    /// <summary>\n    /// Runs the network", StringComparison.Ordinal);
        return Verify(graph[graph.IndexOf("    private static global::SsnGen.NetworkInput[] DescribeInputs", StringComparison.Ordinal)..graph.IndexOf("    private static global::SsnGen.NetworkGraph", StringComparison.Ordinal)]
            + text[run..text.IndexOf("    /// <summary>A: ", StringComparison.Ordinal)], "cs");
    }

    private static Type Load(string source, int more, int outputs, int height, int width)
    {
        var size = height == 0 ? "" : $"{height}, {width}, ";
        var caller = Caller
            .Replace("PIXELS", "x, " + string.Concat(Enumerable.Range(0, more).Select(static i => $"more[{i}], ")) + size + string.Join(", ", Enumerable.Range(0, outputs).Select(static i => $"y[{i}]")), StringComparison.Ordinal)
            .Replace("ONNX", size, StringComparison.Ordinal);
        Compile.Run(Compile.OfFiles([("File0.cs", source), ("File1.cs", caller), ("File2.cs", Compile.ImplicitUsings)], typeof(OnnxExport)), out var output, out _);
        return Compile.Load(output).GetType("Net", throwOnError: true)!;
    }

    private static float[][] Room(NetworkGraph graph) => [.. graph.Outputs.Select(static o => new float[3 * o.Layer.Output.Length])];

    private static float[][] Onnx(byte[] model, byte[] pixels, long[] shape, float[][] others, NetworkGraph graph)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        OrtValue[] inputs = [OrtValue.CreateTensorValueFromMemory(pixels, shape), .. others.Select((v, i) => OrtValue.CreateTensorValueFromMemory(v, [3, graph.Inputs[i + 1].Shape.Channels, .. graph.Inputs[i + 1].Shape.Sides.Select(static s => (long)s)]))];
        using var results = session.Run(run, session.InputNames, inputs, session.OutputNames);
        Array.ForEach(inputs, static i => i.Dispose());
        return [.. results.Select(static r => r.GetTensorDataAsSpan<float>().ToArray())];
    }

    [GeneratedRegex(@"Output\]")]
    private static partial Regex Outputs();
}

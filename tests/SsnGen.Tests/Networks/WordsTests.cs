using Digits;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Training;

namespace SsnGen.Tests.Networks;

/// <summary>What debuggers show of the types that describe networks: a line of each.</summary>
public sealed class WordsTests
{
    private static readonly Shape _picture = new(3, 8, 6);

    public static TheoryData<object, string> Lines => new()
    {
        { Residual(), "Conv: 3x3 convolution, padding 1, Batch / Layer, plus input, Relu, 3x8x6 -> 3x8x6" },
        { DigitsNet.Graph.Layers[6], "Pool: global average, 32x8x8 -> 32" },
        { Layers.Identity(_picture), "L: its input, 3x8x6 -> 3x8x6" },
        { DigitsNet.Graph, "1x16x16 -> 10, 8 layers" },
        { Several(), "input: 3x8x6, Mask: 3x8x6 -> A: 3x8x6, B: 6x8x6, 2 layers" },
        { new NetworkGraph([Layers.Identity(_picture)]), "3x8x6 -> 3x8x6, 1 layer" },
        { DigitsNet.Graph.Inputs[0], "input: 1x16x16" },
        { DigitsNet.Graph.Outputs[0], "output: 10" },
        { new TailStep.Activate(new Activation.Clip(-1, 2.5f)), "Clip(-1, 2.5)" },
        { new TailStep.Multiply(Layers.Input(_picture, "Mask")), "times Mask" },
        { new Stage<string>(["", ""]), "2 x String" },
        { Layers.Choice(Normalizer.Batch), "Batch" },
        { Layers.Choice(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch), "Instance + Layer + Batch" },
        { Layers.Choice(Normalizer.Batch, Normalizer.Group), "Batch + Group(32)" },
        { Layers.Selected(Normalizer.Group, Normalizer.Batch), "Group(2) / Batch" },
        { Layers.Selected(Normalizer.Layer, Normalizer.Layer), "Layer" },
        { new Selection(Normalizer.Batch, Normalizer.Layer), "Batch / Layer" },
        { new Selection(Normalizer.Batch, Normalizer.Batch), "Batch" },
        { new ProducerWeights("conv", 16, 3, [3, 5], HasBias: true), "conv.weight [16, 3, 3, 5], conv.bias [16]" },
        { new ProducerWeights("prelu", 1, 1, [], HasBias: false) { AreSlopes = true }, "prelu.weight [1]" },
        { NetworkTensors.Of(DigitsNet.Layers).First(), "Stem.conv.weight [16, 1, 3, 3]" },
        { NetworkWeights.Random(DigitsNet.Layers, seed: 4), "random weights (seed 4): 44 tensors" },
        { DigitsNet.Summary().Layers[1], "Stage1.0.Conv1: 3x3 convolution, padding 1, Relu; 2,342 parameters, 589,824 multiply-adds" },
        { new PlannedMemory(1, 2), "PlannedMemory { WorkingBytes = 1, PackedBytes = 2 }" },
        { new ImportanceRatios("Stem", [Normalizer.Instance, Normalizer.Batch], Gate.Softmax), "Instance 0.5, Batch 0.5" },
        { new ImportanceRatios("Stem", [Normalizer.Batch], Gate.Softmax), "Batch, fixed" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_is_said_in_a_line(object value, string line) => Assert.Equal(line, value.ToString());

    [Fact]
    public void An_emitted_network_its_stages_and_its_blocks_are_said_in_a_line()
    {
        var network = DigitsNet.Create(NetworkWeights.Random(DigitsNet.Layers, seed: 1));
        Assert.Equal($"DigitsNet: 1x16x16 -> 10, 8 layers, selection {DigitsNet.SelectionHash}", network.ToString());
        Assert.Equal("1 x BasicBlock", network.Stage2.ToString());
        Assert.Equal("Stage2.0: BasicBlock", network.Stage2[0].ToString());
    }

    [Fact]
    public void Files_are_said_in_a_line_of_bounded_length()
    {
        var writer = new SafetensorsWriter(WeightsMetadata.Create(new string('m', 10_000), "hash", radius: 0.5));
        writer.Add("Stem.conv.bias", [1, 2], 2);
        Assert.Equal("1 tensors, 4 metadata", writer.ToString());
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        using var file = SafetensorsFile.Read(stream, "memory");
        Assert.Equal("memory: 1 tensors, 4 metadata", file.ToString());
        Assert.Equal("Stem.conv.bias: F32 [2]", file.Tensors[0].ToString());
        stream.Position = 0;
        var weights = NetworkWeights.Load(stream, "memory").ToString();
        Assert.StartsWith("memory: 1 tensors of mmm", weights, StringComparison.Ordinal);
        Assert.InRange(weights.Length, 0, 500);
    }

    private static Layer Residual()
    {
        var input = Layers.Input(_picture);
        return new Layer
        {
            Path = "Conv",
            Sources = [input],
            Output = _picture,
            Producer = new Producer.Conv(3, new Window(3, padding: 1), 1, Bias: false),
            Normalization = Layers.Selected(Normalizer.Batch, Normalizer.Layer),
            Tail = [new TailStep.Add(input), new TailStep.Activate(new Activation.Relu())],
        };
    }

    private static NetworkGraph Several()
    {
        var (input, mask) = (Layers.Input(_picture), Layers.Input(_picture, "Mask"));
        var first = Layers.Identity(_picture, source: input, path: "A");
        var second = new Layer { Path = "B", Sources = [first, mask], Output = new(6, 8, 6), Producer = new Producer.Identity() };
        return new NetworkGraph([input, mask], [first, second], [new("A", first), new("B", second)]);
    }
}

using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Windows of a training module against double precision, by the reference's own loops.</summary>
public sealed class WindowTests
{
    [Fact]
    public void A_module_computes_the_windows_of_the_reference()
    {
        using var windows = new WindowsNet.Module();
        using var clips = new ClipsNet.Module();
        using var sequences = new SequencesNet.Module();
        AssertAgrees(windows, WindowsNet.Graph);
        AssertAgrees(clips, ClipsNet.Graph);
        AssertAgrees(sequences, SequencesNet.Graph);
    }

    [Fact]
    public void A_collapsed_network_computes_what_its_module_does_of_clips_and_of_sequences()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var clips = new ClipsNet.Module();
        using var sequences = new SequencesNet.Module();
        clips.Save(folder.File("clips.safetensors"));
        sequences.Save(folder.File("sequences.safetensors"));
        var (clip, sequence) = (randn([2, 4, 5, 6, 7]), randn(2, 4, 21));
        AssertLast(clips, clip, (x, outputs) => ClipsNet.Load(folder.File("clips.safetensors")).Run(x, outputs[0], outputs[1], outputs[2], outputs[3], outputs[4], outputs[5], outputs[6], outputs[7], outputs[8], outputs[9]));
        AssertLast(sequences, sequence, (x, outputs) => SequencesNet.Load(folder.File("sequences.safetensors")).Run(x, outputs[0], outputs[1], outputs[2], outputs[3], outputs[4], outputs[5], outputs[6], outputs[7], outputs[8], outputs[9]));
    }

    private static void AssertLast(SsnModule module, Tensor x, Action<float[], float[][]> run)
    {
        module.eval();
        using var noGradient = no_grad();
        var expected = module.ForwardAll(x).Select(static y => y.data<float>().ToArray()).ToArray();
        float[][] actual = [.. expected.Select(static y => new float[y.Length])];
        run(x.data<float>().ToArray(), actual);
        for (var i = 0; i < expected.Length; i++)
        {
            FloatAssert.MaxDifference(expected[i], actual[i], 1e-5, $"what {module.ModelGraph.Outputs[i].Name} is");
        }
    }

    private static void AssertAgrees(SsnModule module, NetworkGraph graph)
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        module.eval();
        module.Save(folder.File("windows.safetensors"));
        var shape = graph.Inputs[0].Shape;
        var x = randn([2, shape.Channels, .. shape.Sides.Select(static s => (long)s)]);
        using var noGradient = no_grad();
        var outputs = module.ForwardAll(x);
        var reference = ReferenceEvaluation.RunLayers(graph, NetworkWeights.Load(folder.File("windows.safetensors")), x.data<float>().ToArray());
        Assert.Equal(graph.Outputs.Count, outputs.Length);
        for (var i = 0; i < outputs.Length; i++)
        {
            var layer = graph.Outputs[i].Layer;
            long[] sides = layer.Producer.IsFlat || layer.Path == "Probabilities" ? [] : [.. layer.Output.Sides.Select(static s => (long)s)];
            Assert.Equal([2, layer.Output.Channels, .. sides], outputs[i].shape);
            FloatAssert.MaxDifference<double, float>(reference[layer], outputs[i].data<float>().ToArray(), 1e-5);
        }
    }

    [Fact]
    public void Gradients_flow_through_padding_and_counts()
    {
        using var scope = NewDisposeScope();
        using var module = new WindowsNet.Module();
        var x = ones(1, 4, 9, 12).requires_grad_();
        var outputs = module.ForwardAll(x);

        // Each average of the same value everywhere is that value, so that the gradients of a sum of averages add up to their number.
        foreach (var name in new[] { "AverageInside", "AverageSame" })
        {
            var output = outputs[WindowsNet.Graph.Outputs.ToList().FindIndex(o => o.Name == name)];
            var gradient = autograd.grad([output.sum()], [x], retain_graph: true)[0];
            Assert.Equal(output.numel(), gradient.sum().item<float>(), 1e-3);
        }
    }
}

using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Values that layers join, in a training module.</summary>
public sealed class JoinTests
{
    [Fact]
    public void A_module_joins_what_the_reference_does()
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = new JoinedNet.Module();
        module.eval();
        module.Save(folder.File("joined.safetensors"));
        var x = randn(2, 4, 6, 5);
        var outputs = module.ForwardAll(x);
        var reference = ReferenceEvaluation.RunLayers(JoinedNet.Graph, NetworkWeights.Load(folder.File("joined.safetensors")), x.data<float>().ToArray());
        for (var i = 0; i < outputs.Length; i++)
        {
            var layer = JoinedNet.Graph.Outputs[i].Layer;
            Assert.Equal(2 * layer.Output.Length, outputs[i].numel());
            FloatAssert.MaxDifference<double, float>(reference[layer], outputs[i].data<float>().ToArray(), 1e-5);
        }

        Assert.Equal([2, 14], outputs[JoinedNet.Graph.Outputs.ToList().FindIndex(static o => o.Name == "Vectors")].shape);
        Assert.Equal([2, 26, 1, 1], outputs[JoinedNet.Graph.Outputs.ToList().FindIndex(static o => o.Name == "Mixed")].shape);
    }

    [Fact]
    public void Gradients_reach_each_of_what_is_joined_as_often_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var module = new JoinedNet.Module();
        module.train();
        var outputs = module.ForwardAll(randn(2, 4, 6, 5));
        var vectors = outputs[JoinedNet.Graph.Outputs.ToList().FindIndex(static o => o.Name == "Vectors")];
        var bias = module.named_parameters().Single(static p => p.name.StartsWith("Vector.", StringComparison.Ordinal) && p.name.EndsWith(".bias", StringComparison.Ordinal)).parameter;

        // Each bias is added to two values of each of two samples.
        var gradient = autograd.grad([vectors.sum()], [bias], retain_graph: true)[0];
        Assert.All(gradient.data<float>().ToArray(), static g => Assert.Equal(4, g));
    }
}

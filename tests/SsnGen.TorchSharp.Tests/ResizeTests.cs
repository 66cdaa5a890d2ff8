using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Sizes and channels that change without weights, in a training module.</summary>
public sealed class ResizeTests
{
    [Fact]
    public void A_module_computes_what_the_reference_does()
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = new ResizedNet.Module();
        module.eval();
        module.Save(folder.File("resized.safetensors"));
        var x = randn(2, 4, 2, 3);
        var outputs = module.ForwardAll(x);
        var reference = ReferenceEvaluation.RunLayers(ResizedNet.Graph, NetworkWeights.Load(folder.File("resized.safetensors")), x.data<float>().ToArray());
        for (var i = 0; i < outputs.Length; i++)
        {
            var layer = ResizedNet.Graph.Outputs[i].Layer;
            Assert.Equal([2, layer.Output.Channels, layer.Output.Height, layer.Output.Width], outputs[i].shape);
            FloatAssert.MaxDifference<double, float>(reference[layer], outputs[i].data<float>().ToArray(), 1e-5);
        }
    }

    [Fact]
    public void Gradients_of_a_sum_count_how_often_a_pixel_is_taken()
    {
        using var scope = NewDisposeScope();
        using var module = new ResizedNet.Module();
        var x = ones(1, 4, 2, 3).requires_grad_();
        var outputs = module.ForwardAll(x);
        var large = outputs[ResizedNet.Graph.Outputs.ToList().FindIndex(static o => o.Name == "Large")];
        Assert.All(autograd.grad([large.sum()], [x], retain_graph: true)[0].data<float>().ToArray(), static g => Assert.Equal(41 * 41, g));
    }
}

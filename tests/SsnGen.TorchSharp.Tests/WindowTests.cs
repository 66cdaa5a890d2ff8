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
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = new WindowsNet.Module();
        module.Save(folder.File("windows.safetensors"));
        var x = randn(2, 4, 9, 12);
        var outputs = module.ForwardAll(x);
        var reference = ReferenceEvaluation.RunLayers(WindowsNet.Graph, NetworkWeights.Load(folder.File("windows.safetensors")), x.data<float>().ToArray());
        Assert.Equal(WindowsNet.Graph.Outputs.Count, outputs.Length);
        for (var i = 0; i < outputs.Length; i++)
        {
            var layer = WindowsNet.Graph.Outputs[i].Layer;
            Assert.Equal([2, layer.Output.Channels, layer.Output.Height, layer.Output.Width], outputs[i].shape);
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

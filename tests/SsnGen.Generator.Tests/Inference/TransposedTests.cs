using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Transposed convolutions, which run as a convolution of all phases and a layer that makes pixels of them.</summary>
public class TransposedTests
{
    [Fact]
    public void Emitted_networks_agree_with_the_reference()
    {
        var plans = new List<ModelPlan>();
        foreach (var kernel in new[] { 1, 2, 3, 4, 5 })
        {
            foreach (var (stride, padding, dilation, more) in new[] { (1, 0, 1, 0), (2, 0, 1, 0), (2, 1, 1, 1), (2, 2, 2, 0), (3, 1, 1, 2), (4, 3, 1, 1), (3, 0, 2, 1) })
            {
                int Side(int size) => ((size - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + more + 1;
                var (input, output) = (new Shape(plans.Count % 2 == 0 ? 16 : 3, 5, 6), new Shape(plans.Count % 3 == 0 ? 16 : 5, Side(5), Side(6)));
                var producer = new Producer.ConvTranspose(output.Channels, new Window(kernel, stride, padding, dilation), more, Bias: plans.Count % 5 > 0);
                var normalization = plans.Count % 4 == 0 ? TestPlans.Selected(Normalizer.Batch, Normalizer.Batch) : plans.Count % 4 == 1 ? TestPlans.Selected(Normalizer.Instance, Normalizer.Layer) : null;
                plans.Add(TestPlans.Model($"Net{plans.Count}", input, TestPlans.Layer(0, input, output, producer, normalization, Activations.Silu)));
            }
        }

        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }
}

using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>The projection of a <c>[Shortcut]</c>: a 1×1 convolution with the stage's stride, for every size and stride.</summary>
public class ShortcutTests
{
    private static readonly int[] _strides = [1, 2, 3];

    [Fact]
    public void A_block_of_7x7_pixels_with_stride_2_is_projected_to_4x4()
    {
        var plan = Plan(7, 7, stride: 2);

        var projection = Assert.Single(plan.Layers, static l => l.Path == "Stage.0.Shortcut");
        var last = Assert.Single(plan.Layers, static l => l.Path == "Stage.0.Last");
        Assert.Equal(new Producer.Conv(20, new Window(kernel: 1, stride: 2), 1, Bias: false), projection.Producer);
        Assert.Equal((new Shape(3, 7, 7), new Shape(20, 4, 4)), (projection.Input, projection.Output));
        Assert.Equal((projection.Value, projection.Output), (last.Fused.Residual, last.Output));
    }

    [Fact]
    public void Every_size_and_stride_fits_and_computes_the_same_as_the_reference()
    {
        var plans =
            from size in Enumerable.Range(1, 9)
            from stride in _strides
            select Plan(size, 10 - size, stride) with { Namespace = "Compiled.Networks", Name = $"Net{size}_{stride}" };
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }

    private static ModelPlan Plan(int height, int width, int stride) => PlanText.Plan(
        $$"""
        [SsnModel(Channels = 3, Height = {{height}}, Width = {{width}})]
        public sealed partial class Net { [Repeat(2, Channels = 20, Stride = {{stride}})] public partial Stage<Block> Stage { get; } }

        [SsnBlock]
        public sealed partial class Block
        {
            [Conv(Kernel = 3, Strided = true), Ssn(Normalizer.Batch), Relu] public partial Layer First { get; }
            [Conv(Kernel = 3), Ssn(Normalizer.Batch), Shortcut, Relu] public partial Layer Last { get; }
        }
        """);
}

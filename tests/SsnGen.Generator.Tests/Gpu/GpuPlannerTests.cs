using CsCheck;
using SsnGen.Generator.Emission.Gpu.Network;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Gpu;

public class GpuPlannerTests
{
    [Theory]
    [InlineData(64, 64, 56, 1, 8, 4)]
    [InlineData(64, 64, 56, 64, 1, 8)]
    [InlineData(64, 128, 28, 1, 8, 4)]
    [InlineData(12, 12, 8, 6, 2, 8)]
    [InlineData(32, 4, 16, 1, 4, 8)]
    [InlineData(1024, 10, 1, 1, 4, 1)]
    public void Tiles_fit_the_layer(int inputs, int outputs, int size, int groups, int channels, int pixels)
    {
        var tile = Tile(inputs, outputs, size, groups);
        Assert.Equal((channels, pixels), (tile.Channels, tile.Pixels));
    }

    [Fact]
    public void Tiles_cover_the_output_and_stay_in_registers() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var plan = GpuPlanner.Plan(new RandomPlans(seed).Next("Net"));
            foreach (var tile in plan.Kernels.OfType<TileKernel>())
            {
                Assert.InRange(tile.Channels * tile.Pixels, 1, 32);
                Assert.True(tile.GroupTiles * tile.Channels >= tile.GroupOutputs && (tile.GroupTiles - 1) * tile.Channels < tile.GroupOutputs);
                Assert.True(tile.RowTiles * tile.Pixels >= tile.Output.Width && (tile.RowTiles - 1) * tile.Pixels < tile.Output.Width);
            }
        });

    [Fact]
    public void Kernels_are_distinct_and_so_are_their_names() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var plan = GpuPlanner.Plan(new RandomPlans(seed).Next("Net"));
            Assert.Equal(plan.Kernels.Length, plan.Kernels.Distinct().Count());
            Assert.Equal(plan.Kernels.Length, plan.Kernels.Select(KernelText.Name).Distinct().Count());
            Assert.All(plan.Kernels.Where(static k => k is not UnfoldKernel), k => Assert.True((long)k.Items * plan.MostSamples <= 1 << 30));
        });

    [Fact]
    public void Layers_of_one_specialization_share_their_kernels()
    {
        var image = new Shape(8, 6, 6);
        var same = TestPlans.Conv(3, 1, 1, 1, 1, Bias: true);
        var plan = GpuPlanner.Plan(TestPlans.Model(
            "Net", image, TestPlans.Layer(0, image, image, same), TestPlans.Layer(1, image, image, same), TestPlans.Layer(2, image, image, same)));
        Assert.Equal(3, plan.Kernels.Length);
        Assert.Same(plan.Kernels[0], plan.Kernels.OfType<TileKernel>().Single());
    }

    [Fact]
    public void Columns_stay_small()
    {
        Assert.Equal(9, Convolution(3, 224, 64, TestPlans.Conv(7, 2, 3, 1, 1, Bias: false)).Columns!.Samples);
        Assert.Null(Convolution(64, 4096, 64, TestPlans.Conv(3, 1, 1, 1, 1, Bias: false)).Columns);
        var pointwise = Convolution(64, 4096, 64, TestPlans.Conv(1, 1, 0, 1, 1, Bias: false)).Columns!;
        Assert.Null(pointwise.Unfold);
        Assert.Null(pointwise.Finish);
        Assert.Null(Convolution(64, 56, 64, TestPlans.Conv(3, 1, 1, 1, Groups: 2, Bias: false)).Columns);
    }

    [Fact]
    public void Tensors_that_live_at_the_same_time_do_not_overlap() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var plan = GpuPlanner.Plan(new RandomPlans(seed).Next("Net"));
            var layers = plan.Model.Layers;
            Assert.All(plan.Steps, s => Assert.Equal(plan.Model.Returns(s.Layer.Value) ? TensorPlace.Outputs : TensorPlace.Arena, s.Output.Place));
            Assert.All(plan.Steps.SelectMany(static s => s.Layer.Sources.Zip(s.Sources)).Where(s => plan.Model.LayerOf(s.First) is null), static s => Assert.Equal(TensorPlace.Inputs, s.Second.Place));
            var lives = plan.Steps.Where(static s => s.Output.Place == TensorPlace.Arena).Select(step =>
            {
                var written = step.Layer.Index;
                var last = layers.Where(l => l.Reads.Contains(step.Layer.Value)).Select(static l => l.Index).DefaultIfEmpty(written).Max();
                return (step.Output.Offset, step.Output.Shape.Length, First: written, Last: last);
            }).ToArray();
            foreach (var a in lives)
            {
                Assert.Equal(0, a.Offset % 64);
                Assert.True(a.Offset >= 0 && a.Offset + a.Length <= plan.ArenaLength);
                foreach (var b in lives.Where(b => b != a && b.First <= a.Last && a.First <= b.Last))
                {
                    Assert.True(a.Offset + a.Length <= b.Offset || b.Offset + b.Length <= a.Offset, $"{a} overlaps {b}");
                }
            }
        });

    private static GpuConvolutionPlan Convolution(int inputs, int size, int outputs, Producer.Conv conv)
    {
        var input = new Shape(inputs, size, size);
        var output = new Shape(outputs, size / conv.Window.Rows.Stride, size / conv.Window.Columns.Stride);
        return GpuPlanner.Plan(TestPlans.Model("Net", input, TestPlans.Layer(0, input, output, conv))).Steps[0].Convolution!;
    }

    private static TileKernel Tile(int inputs, int outputs, int size, int groups) => TilePlanner.Plan(
        new Shape(inputs, size, size), new Shape(outputs, size, size), size == 1 ? new Window(kernel: 1) : new Window(kernel: 3, padding: 1), groups, end: default);
}

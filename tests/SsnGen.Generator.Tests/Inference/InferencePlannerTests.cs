using CsCheck;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

public class InferencePlannerTests
{
    [Fact]
    public void Rows_are_cut_without_rest_where_a_good_divisor_exists()
    {
        Assert.Equal((4, 14, 0), ConvolutionPlanner.Cut(56, 14));
        Assert.Equal((2, 14, 0), ConvolutionPlanner.Cut(28, 14));
        Assert.Equal((4, 8, 0), ConvolutionPlanner.Cut(32, 14));
        Assert.Equal((1, 7, 0), ConvolutionPlanner.Cut(7, 14));
        Assert.Equal((2, 10, 9), ConvolutionPlanner.Cut(29, 14));
        Assert.Equal((1, 1, 0), ConvolutionPlanner.Cut(1, 14));
    }

    [Fact]
    public void Tiles_cover_each_row_exactly() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Bool.Select(static b => b ? 6 : 14)).Sample((width, most) =>
        {
            var (count, pixels, rest) = ConvolutionPlanner.Cut(width, most);
            Assert.Equal(width, (count * pixels) + rest);
            Assert.InRange(pixels, 1, most);
            Assert.InRange(rest, 0, pixels - 1);
            Assert.True(pixels >= Math.Min(width, most / 2) || rest == 0);
        });

    [Fact]
    public void Tensors_that_live_at_the_same_time_do_not_overlap() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var plan = InferencePlanner.Plan(new RandomPlans(seed).Next("Net"));
            var last = plan.Model.Layers.Length;
            var lives = plan.Inputs.Select((input, value) => Life(input, value, -1)).Concat(plan.Steps.Where(static s => !s.IsInPlace).Select(step => Life(step.Output, step.Layer.Value, step.Layer.Index))).ToList();
            foreach (var step in plan.Steps.Where(static s => s.Normalization.Scope == CollapseScope.Sample))
            {
                lives.Add((step.Normalization.MomentsOffset, 64 * step.Output.Blocks, step.Layer.Index, step.Layer.Index));
            }

            foreach (var step in plan.Steps.Where(static s => s.IsInPlace))
            {
                var block = 0;
                foreach (var part in step.Sources)
                {
                    Assert.Equal(step.Output.Offset + (block * step.Output.PlaneStride), part.Offset);
                    Assert.Equal(step.Output.Plane, part.Plane);
                    block += part.Shape.Channels / 16;
                }
            }

            foreach (var a in lives)
            {
                Assert.Equal(0, a.Offset % 16);
                Assert.True(a.Offset >= 0 && a.Offset + a.Length <= plan.ArenaLength);
                foreach (var b in lives.Where(b => b != a && b.First <= a.Last && a.First <= b.Last))
                {
                    Assert.True(a.Offset + a.Length <= b.Offset || b.Offset + b.Length <= a.Offset, $"{a} overlaps {b}");
                }
            }

            (long Offset, long Length, int First, int Last) Life(TensorPlan tensor, int value, int written)
            {
                return (tensor.Offset, tensor.Blocks * tensor.PlaneStride, written, Last(value, written));
            }

            // What lies side by side is read with what it is part of.
            int Last(int value, int written) => plan.Model.Returns(value) ? last
                : plan.Steps.Where(s => s.Layer.Reads.Contains(value)).Select(s => s.IsInPlace ? Last(s.Layer.Value, s.Layer.Index) : s.Layer.Index).DefaultIfEmpty(written).Max();
        });

    [Fact]
    public void Memory_is_reused()
    {
        var shape = new Shape(16, 32, 32);
        var conv = TestPlans.Conv(3, 1, 1, 1, 1, Bias: true);
        var layers = Enumerable.Range(0, 20).Select(i => TestPlans.Layer(i, shape, shape, conv)).ToArray();
        Assert.Equal(2 * 16 * 34 * 34, InferencePlanner.Plan(TestPlans.Model("Net", shape, layers)).ScratchOffset);
    }

    [Fact]
    public void Only_what_a_selection_needs_is_left()
    {
        Assert.Equal(CollapseScope.Folded, Scope(Normalizer.Batch, Normalizer.Batch, TestPlans.Linear(Bias: false)));
        Assert.Equal(CollapseScope.Affine, Scope(Normalizer.Batch, Normalizer.Batch, new Producer.Identity()));
        Assert.Equal(CollapseScope.Channel, Scope(Normalizer.Batch, Normalizer.Instance, new Producer.Identity()));
        Assert.Equal(CollapseScope.Sample, Scope(Normalizer.Instance, Normalizer.Group, new Producer.Identity()));
        Assert.Equal(CollapseScope.Sample, Scope(Normalizer.Layer, Normalizer.Batch, new Producer.Identity()));

        static CollapseScope Scope(Normalizer mean, Normalizer variance, Producer producer)
        {
            var shape = new Shape(16, 1, 1);
            return CollapsePlanner.Plan(TestPlans.Layer(0, shape, shape, producer, TestPlans.Selected(mean, variance))).Scope;
        }
    }

    [Fact]
    public void A_depthwise_convolution_reads_one_input_block_per_output_block()
    {
        var shape = new Shape(64, 8, 8);
        var plan = InferencePlanner.Plan(TestPlans.Model("Net", shape, TestPlans.Layer(0, shape, shape, TestPlans.Conv(3, 1, 1, 1, 64, Bias: false))));
        var conv = plan.Steps[0].Convolution!;
        Assert.Equal((1, 1, 4), (conv.InputBlocks, conv.UnitBlocks, conv.Units));
        Assert.Equal([0, 1, 2, 3], conv.FirstInputBlock);
        Assert.True(conv.IsDepthwise);
        Assert.Equal(9 * 64, conv.WeightsLength);
    }

    [Fact]
    public void Tiles_of_few_pixels_keep_partial_sums()
    {
        Assert.Equal(4, Chains(pixels: 1, inputChannels: 16));
        Assert.Equal(1, Chains(pixels: 7, inputChannels: 16));
        Assert.Equal(1, Chains(pixels: 1, inputChannels: 3));

        static int Chains(int pixels, int inputChannels)
        {
            var input = new Shape(inputChannels, 1, pixels);
            var conv = TestPlans.Conv(1, 1, 0, 1, 1, Bias: false);
            var model = TestPlans.Model("Net", input, TestPlans.Layer(0, input, input with { Channels = 32 }, conv));
            return InferencePlanner.Plan(model).Tiles.First(static t => t.Width == VectorWidth.Bits512).Chains;
        }
    }

    [Fact]
    public void An_input_of_few_channels_is_stored_by_pixels()
    {
        var shape = new Shape(3, 8, 8);
        var conv = TestPlans.Layer(0, shape, shape, TestPlans.Conv(3, 1, 1, 1, 1, Bias: false));
        Assert.Equal(3, InferencePlanner.Plan(TestPlans.Model("Net", shape, conv)).Inputs[0].PixelStride);

        // A residual is added block by block.
        Assert.Equal(16, InferencePlanner.Plan(TestPlans.Model("Net", shape, conv with { Tail = TestPlans.Tail([new TailStep.Add(0)]) })).Inputs[0].PixelStride);
    }

    [Fact]
    public void Equal_layers_share_their_tiles()
    {
        var shape = new Shape(32, 8, 8);
        var conv = TestPlans.Conv(3, 1, 1, 1, 1, Bias: true);
        var layers = Enumerable.Range(0, 5).Select(i => TestPlans.Layer(i, shape, shape, conv)).ToArray();
        Assert.Equal(3, InferencePlanner.Plan(TestPlans.Model("Net", shape, layers)).Tiles.Length);
    }

    [Fact]
    public void Small_networks_are_not_shared_out_and_large_ones_are()
    {
        Assert.Empty(InferencePlanner.Plan(TestPlans.Residual("Net", channels: 8)).Phases);

        // Convolutions are shared out before the statistics over their output are.
        var phases = InferencePlanner.Plan(TestPlans.Residual("Net", channels: 48)).Phases;
        Assert.Equal([PhaseKind.Produce, PhaseKind.Produce], phases.Select(static p => p.Kind));
    }

    [Fact]
    public void Equal_models_have_equal_plans() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
            Assert.Equal(InferencePlanner.Plan(new RandomPlans(seed).Next("Net")), InferencePlanner.Plan(new RandomPlans(seed).Next("Net"))));
}

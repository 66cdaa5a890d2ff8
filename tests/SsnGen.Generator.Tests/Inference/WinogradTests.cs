extern alias runtime;

using runtime::SsnGen.Threading;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Convolutions by Winograd's minimal filtering against the reference, which computes them by their definition.</summary>
public class WinogradTests
{
    private static readonly int[] _heights = [4, 6, 7, 11];
    private static readonly int[] _widths = [4, 7, 12, 15, 30];
    private static readonly NormalizationPlan _batch = TestPlans.Selected(Normalizer.Batch, Normalizer.Batch);

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Tiles_agree_with_the_reference_for_every_end_of_row_and_column(int bits)
    {
        var plans =
            (from height in _heights
             from width in _widths
             from padding in Enumerable.Range(0, 3)
             let channels = 16 * (1 + (width % 3))
             select Pair($"Net{height}x{width}p{padding}", channels, height, width, padding)).ToArray();
        Assert.True(plans.Count(static p => InferencePlanner.Plan(p).Steps.Any(static s => s.Convolution?.Winograd is not null)) > 30);
        foreach (var network in CompiledNetwork.Create(plans, bits: bits))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }

    [Fact]
    public void Channels_need_not_fill_their_blocks()
    {
        (int Inputs, int Outputs)[] sizes = [(17, 30), (33, 48), (20, 70), (128, 96)];
        var plans =
            from size in sizes
            let input = new Shape(size.Inputs, 10, 13)
            select TestPlans.Model(
                $"Net{size.Inputs}_{size.Outputs}",
                input,
                TestPlans.Layer(0, input, new Shape(size.Outputs, 10, 13), Same(1), _batch, Activations.Silu));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            Assert.Contains(InferencePlanner.Plan(network.Plan).Steps, static s => s.Convolution?.Winograd is not null);
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }

    [Fact]
    public void A_single_channel_stored_in_blocks_is_depthwise_instead()
    {
        var input = new Shape(1, 11, 11);
        var mixture = TestPlans.Selected(Normalizer.Batch, Normalizer.Batch) with { Selection = null };
        var plan = TestPlans.Model(
            "Net",
            input,
            TestPlans.Layer(0, input, input, new Producer.AveragePool(new Window(1, 1, 0)), _batch),
            TestPlans.Layer(1, input, input, Same(1), mixture, Activations.Relu, 0) with { Sources = new([0]) });
        Assert.DoesNotContain(InferencePlanner.Plan(plan).Steps, static s => s.Convolution?.Winograd is not null);
        var network = CompiledNetwork.Create(plan);
        NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
    }

    [Theory]
    [InlineData(Normalizer.Batch)]
    [InlineData(Normalizer.Instance)]
    [InlineData(Normalizer.Layer)]
    public void A_team_of_any_size_computes_the_same(Normalizer normalizer)
    {
        var input = new Shape(64, 21, 26);
        var normalization = TestPlans.Selected(normalizer, normalizer);
        var plan = TestPlans.Model(
            "Net",
            input,
            TestPlans.Layer(0, input, input, Same(1), normalization, Activations.Relu),
            TestPlans.Layer(1, input, input, Same(1), normalization, Activations.Relu, 1));
        Assert.All(InferencePlanner.Plan(plan).Steps, static step => Assert.True(step is { IsParallel: true, Convolution.Winograd: not null }));
        var network = CompiledNetwork.Create(plan);
        var samples = network.Samples(1);
        var alone = network.Run(samples);
        foreach (var workers in new[] { 2, 3, 7, 50 })
        {
            Assert.Equal(alone, network.Run(samples, new OneByOneTeam(workers)));
        }

        using var team = new ThreadTeam(2);
        Assert.Equal(alone, network.Run(samples, team));
    }

    [Fact]
    public void What_gains_nothing_is_computed_by_its_definition()
    {
        Assert.Empty(Steps(TestPlans.Conv(3, Stride: 2, Padding: 1, Dilation: 1, Groups: 1, Bias: false), 16, 32));
        Assert.Empty(Steps(TestPlans.Conv(3, Stride: 1, Padding: 3, Dilation: 3, Groups: 1, Bias: false), 16, 32));
        Assert.NotEmpty(Steps(TestPlans.Conv(3, Stride: 1, Padding: 2, Dilation: 2, Groups: 1, Bias: false), 16, 32));
        Assert.Empty(Steps(TestPlans.Conv(3, Stride: 1, Padding: 1, Dilation: 1, Groups: 2, Bias: false), 16, 32));
        Assert.Empty(Steps(Same(1), 1, 64));
        Assert.Empty(Steps(Same(1), 16, 1));
        Assert.NotEmpty(Steps(Same(1), 16, 32));

        static IEnumerable<StepPlan> Steps(Producer.Conv conv, int channels, int size)
        {
            var input = new Shape(channels, size, size);
            var outputs = (int)conv.Window.Rows.Steps(size, ceiling: false);
            return InferencePlanner.Plan(TestPlans.Model(
                "Net", input, TestPlans.Layer(0, input, new Shape(32, outputs, outputs), conv, _batch))).Steps.Where(static s => s.Convolution?.Winograd is not null);
        }
    }

    // The second layer adds what the first one reads, whose border differs from its own.
    private static ModelPlan Pair(string name, int channels, int height, int width, int padding)
    {
        var input = new Shape(channels, height, width);
        var between = new Shape(channels, height + (2 * padding) - 2, width + (2 * padding) - 2);
        LayerPlan[] layers =
        [
            TestPlans.Layer(0, input, input, new Producer.Identity()),
            TestPlans.Layer(1, input, between, Same(padding), _batch, Activations.Relu),
            TestPlans.Layer(2, between, between, Same(1), _batch, Activations.LeakyRelu, 2),
        ];
        return TestPlans.Model(name, input, layers);
    }

    private static Producer.Conv Same(int padding) => TestPlans.Conv(Kernel: 3, Stride: 1, padding, Dilation: 1, Groups: 1, Bias: true);
}

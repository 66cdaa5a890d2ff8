using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>
/// Where a pooling takes rows as soon as the layer before it has produced them, it writes its output while that layer still
/// reads its source and its residual: neither may have lost its place.
/// </summary>
public class RowPoolingMemoryTests
{
    private static readonly NormalizationPlan _batch = TestPlans.Selected(Normalizer.Batch, Normalizer.Batch);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_residual_lives_until_the_pooling_has_ended(int added)
    {
        // The source of layer 2 is layer 1, so that the residual's life is its own.
        var shape = new Shape(32, 14, 14);
        var conv = TestPlans.Conv(Kernel: 5, Stride: 1, Padding: 2, Dilation: 1, Groups: 1, Bias: true);
        var model = TestPlans.Model(
            "Net",
            shape,
            TestPlans.Layer(0, shape, shape, conv, _batch, Activations.Relu),
            TestPlans.Layer(1, shape, shape, conv, _batch, Activations.Relu),
            TestPlans.Layer(2, shape, shape, conv, _batch, Activations.Relu, added),
            TestPlans.Layer(3, shape, shape, new Producer.MaxPool(new Window(3, 1, 1))));
        var plan = InferencePlanner.Plan(model);

        Assert.Equal(3, plan.Steps[2].Pooling);
        AssertApart(plan, plan.Steps[2], plan.Steps[3]);
        var network = CompiledNetwork.Create(model);
        NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
    }

    [Fact]
    public void Whatever_a_random_network_pools_by_rows_keeps_what_it_reads()
    {
        var (pooled, residuals) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var plan = InferencePlanner.Plan(Random(new Random(seed)));
            foreach (var step in plan.Steps)
            {
                if (step.Pooling is { } pooling)
                {
                    AssertApart(plan, step, plan.Steps[pooling]);
                    pooled++;
                    residuals += step.Residual is null ? 0 : 1;
                }
            }
        }

        Assert.True(pooled > 100 && residuals > 20, $"{pooled} poolings by rows, {residuals} behind a residual: too few to tell.");
    }

    // Convolutions and poolings that keep the shape, so that any earlier layer can be added.
    private static ModelPlan Random(Random random)
    {
        var shape = new Shape(32, 8, 9);
        var layers = Enumerable.Range(0, random.Next(3, 10)).Select(i =>
        {
            var pools = i > 0 && random.Next(3) == 0;
            Producer producer = pools ? new Producer.AveragePool(new Window(3, 1, 1)) : TestPlans.Conv(Kernel: 5, Stride: 1, Padding: 2, Dilation: 1, Groups: 1, Bias: true);
            var layer = TestPlans.Layer(i, shape, shape, producer, pools ? null : _batch, activation: null, random.Next(2) == 0 ? [random.Next(0, i + 1)] : []);
            return random.Next(4) == 0 ? layer with { Sources = new([random.Next(0, i + 1)]) } : layer;
        });
        return TestPlans.Model("Net", shape, [.. layers]);
    }

    private static void AssertApart(InferencePlan plan, StepPlan producer, StepPlan pooling)
    {
        foreach (var read in producer.Sources.Append(producer.Residual).OfType<TensorPlan>())
        {
            foreach (var written in new[] { producer.Output, pooling.Output })
            {
                Assert.True(
                    read.Offset + read.Length <= written.Offset || written.Offset + written.Length <= read.Offset,
                    $"{pooling.Layer.Path} writes [{written}] while {producer.Layer.Path} reads [{read}]:\n{string.Join('\n', plan.Model.Layers)}");
            }
        }
    }
}

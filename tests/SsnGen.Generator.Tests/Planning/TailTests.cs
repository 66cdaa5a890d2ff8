using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>What layers end with: the steps, which of them are fused, and what becomes of the others.</summary>
public class TailTests
{
    private const string ThreeSums = """
        [SsnModel(Channels = 4, Height = 8, Width = 8)]
        public sealed partial class Net
        {
            [Conv(4, Kernel = 3)] public partial Layer A { get; }
            [Conv(4, Kernel = 3)] public partial Layer B { get; }
            [Conv(4, Kernel = 3), Ssn(Normalizer.Batch), Add(nameof(B)), Relu, Add(LayerSource.Input), Add(nameof(A))] public partial Layer Sums { get; }
            [Linear(3)] public partial Layer Last { get; }
        }
        """;

    private static readonly Activation _relu = new Activation.Relu();

    [Fact]
    public void Sums_come_in_the_order_of_their_attributes_and_before_the_activation()
    {
        var sums = PlanText.Plan(ThreeSums).Layers[2];
        Assert.Equal(TestPlans.Tail([new TailStep.Add(2), new TailStep.Add(0), new TailStep.Add(1)], _relu), sums.Tail);
        Assert.Equal([2, 2, 0, 1], sums.Reads);
    }

    [Fact]
    public void Products_keep_their_place_among_the_sums()
    {
        var plan = PlanText.Plan("""
            [SsnModel(Channels = 4, Height = 8, Width = 8)]
            public sealed partial class Net
            {
                [Conv(4, Kernel = 3), Add(LayerSource.Input), Multiply(LayerSource.Input), Relu] public partial Layer A { get; }
                [GlobalAveragePool] public partial Layer B { get; }
                [From(nameof(A)), Multiply(nameof(B)), Add(nameof(A))] public partial Layer C { get; }
            }
            """);
        Assert.Equal(TestPlans.Tail([new TailStep.Add(0), new TailStep.Multiply(0)], _relu), plan.Layers[0].Tail);
        Assert.Equal(TestPlans.Tail([new TailStep.Multiply(2), new TailStep.Add(1)]), plan.Layers[2].Tail);
        Assert.Equal([1, 2, 1], plan.Layers[2].Reads);

        // One pass multiplies and then adds; behind a convolution or a sum a product is another one.
        Assert.Equal(
            ["A reads 0,0", "AProduct reads 1,0", "B reads 2", "C reads 2,3,2"],
            TailSplitting.Split(plan).Layers.Select(static l => $"{l.Identifier} reads {string.Join(",", l.Reads)}"));
    }

    [Fact]
    public void One_sum_and_then_one_activation_are_fused_and_before_them_a_product_where_there_is_no_other_pass()
    {
        TailStep multiply = new TailStep.Multiply(2), add = new TailStep.Add(3), activate = new TailStep.Activate(_relu);
        (TailStep[] Steps, int Fused, int WithProduct)[] cases =
        [
            ([], 0, 0), ([add], 1, 1), ([activate], 1, 1), ([add, activate], 2, 2), ([add, add, activate], 1, 1), ([activate, add], 1, 1), ([activate, activate], 1, 1), ([add, activate, add], 2, 2),
            ([multiply], 0, 1), ([multiply, add, activate], 0, 3), ([multiply, activate, add], 0, 2), ([multiply, multiply], 0, 1), ([add, multiply, activate], 1, 1),
        ];
        Assert.All(cases, static c =>
        {
            var tail = new TailPlan(new(c.Steps));
            Assert.Equal(c.Fused, tail.Fused(withProduct: false).Length);
            Assert.Equal(c.WithProduct, tail.Fused(withProduct: true).Length);
        });
    }

    [Fact]
    public void What_is_not_fused_becomes_layers_behind_the_one_that_keeps_its_place_among_the_declared()
    {
        var plan = PlanText.Plan(ThreeSums);
        var split = TailSplitting.Split(plan);
        Assert.Equal(
            ["A 0 reads 0, computes 1", "B 1 reads 1, computes 2", "Sums 2 reads 2,2, computes 3", "SumsSum 2 reads 3,0, computes 4", "SumsSumSum 2 reads 4,1, computes 5", "Last 3 reads 5, computes 6"],
            split.Layers.Select(static l => $"{l.Identifier} {l.Declared} reads {string.Join(",", l.Reads)}, computes {l.Value}"));
        Assert.Equal([6], split.Outputs.Select(static o => o.Value));
        Assert.Equal([null, null, null, null, _relu, null], split.Layers.Select(static l => l.Fused.Activation));
        Assert.All(split.Layers, static l => Assert.True(l.IsFused));

        // Others stay as they are, and the schedule is made of the split ones.
        Assert.Same(split, TailSplitting.Split(split));
        Assert.Equal(6, InferencePlanner.Plan(plan).Steps.Length);
    }
}

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
        Assert.Equal(TailPlan.Of([2, 0, 1], _relu), sums.Tail);
        Assert.Equal([2, 2, 0, 1], sums.Reads);
    }

    [Fact]
    public void One_sum_and_then_one_activation_are_fused()
    {
        TailStep add = new TailStep.Add(3), activate = new TailStep.Activate(_relu);
        (TailStep[] Steps, int Fused)[] cases =
        [
            ([], 0), ([add], 1), ([activate], 1), ([add, activate], 2), ([add, add, activate], 1), ([activate, add], 1), ([activate, activate], 1), ([add, activate, add], 2),
        ];
        Assert.All(cases, static c =>
        {
            var tail = new TailPlan(new(c.Steps));
            Assert.Equal(c.Fused, tail.Fused.Length);
            Assert.Equal(c.Steps.Skip(c.Fused), tail.Rest.Steps);
            Assert.Equal(c.Fused == c.Steps.Length, tail.IsFused);
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
        Assert.Equal([6], split.Outputs);
        Assert.Equal([null, null, null, null, _relu, null], split.Layers.Select(static l => l.Tail.Fused.Activation));
        Assert.All(split.Layers, static l => Assert.True(l.Tail.IsFused));

        // Others stay as they are, and the schedule is made of the split ones.
        Assert.Same(split, TailSplitting.Split(split));
        Assert.Equal(6, InferencePlanner.Plan(plan).Steps.Length);
    }
}

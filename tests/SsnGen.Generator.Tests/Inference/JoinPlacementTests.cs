using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Where what a layer joins lies: side by side where that can be, so that nothing is copied. That it computes the same is for random networks to show.</summary>
public class JoinPlacementTests
{
    [Fact]
    public void What_is_joined_is_computed_side_by_side()
    {
        var plan = Plan("[Conv(32)] public partial Layer A { get; } [Conv(20)] public partial Layer B { get; } [Concat(nameof(A), nameof(B))] public partial Layer J { get; } [Conv(3, Kernel = 5)] public partial Layer C { get; }");
        var joined = plan.Steps[2];
        Assert.True(joined.IsInPlace);
        Assert.Equal(joined.Output.Offset, plan.Steps[0].Output.Offset);
        Assert.Equal(joined.Output.Offset + (2 * joined.Output.PlaneStride), plan.Steps[1].Output.Offset);

        // Each writes the border that a reader of all needs.
        Assert.All(plan.Steps.Take(3), static s => Assert.Equal(new Border(2, 2), s.Output.Border));
        Assert.Equal(["A", "B", "C"], plan.Alone.Select(static r => r.Step.Layer.Path));
    }

    [Fact]
    public void A_layer_of_what_it_joins_reads_it_in_place()
    {
        var plan = Plan("[Conv(16)] public partial Layer A { get; } [Conv(16)] public partial Layer B { get; } [Concat(nameof(A), nameof(B)), BatchNorm, Relu] public partial Layer N { get; } [Concat(nameof(N), nameof(N)), MaxPool(2)] public partial Layer P { get; }");
        Assert.Equal([false, false, true, false, false, false], plan.Steps.Select(static s => s.IsInPlace));
        Assert.Equal(["A", "B", "N", "P", "P"], plan.Alone.Select(static r => r.Step.Layer.Path));
    }

    // DenseNet: each layer reads what all before it computed, and adds to it.
    [Fact]
    public void Nothing_is_copied_where_all_that_came_before_is_read()
    {
        var plan = PlanText.Plan(
            "[SsnModel(Channels = 32, Height = 8, Width = 8)] public sealed partial class Net { [Repeat(4)] public partial Stage<Dense> D { get; } [BatchNorm, Relu] public partial Layer Last { get; } } "
            + "[SsnBlock] public sealed partial class Dense { [BatchNorm, Relu] public partial Layer Norm { get; } [Conv(16, Kernel = 3)] public partial Layer Grown { get; } [Concat(LayerSource.Input, nameof(Grown))] public partial Layer Joined { get; } }");
        var inference = InferencePlanner.Plan(plan);
        Assert.Equal(4, inference.Steps.Count(static s => s.IsInPlace));
        Assert.Equal(0, inference.Steps.Count(static s => s is { IsInPlace: false, Layer.Joins: true }));
        Assert.Single(inference.Steps.Where(static s => s.IsInPlace).Select(static s => s.Output.Offset).Append(inference.Inputs[0].Offset).Distinct());
    }

    [Fact]
    public void What_lies_side_by_side_already_is_joined_once_more_without_a_copy()
    {
        var plan = Plan(
            "[Conv(16)] public partial Layer A { get; } [Conv(16)] public partial Layer B { get; } [Concat(nameof(A), nameof(B)), Conv(16, Kernel = 3)] public partial Layer C { get; } "
            + "[Concat(nameof(A), nameof(B), nameof(C)), Conv(16, Kernel = 3)] public partial Layer D { get; } [Concat(nameof(B), nameof(C)), Relu] public partial Layer E { get; }");
        Assert.Equal(3, plan.Steps.Count(static s => s.IsInPlace));
        Assert.Equal(0, plan.Steps.Count(static s => s is { IsInPlace: false, Layer.Joins: true }));
    }

    [Theory]
    [InlineData("[Conv(20)] public partial Layer A { get; } [Conv(16)] public partial Layer B { get; } [Concat(nameof(A), nameof(B)), Relu] public partial Layer J { get; }")] // no whole blocks
    [InlineData("[Conv(16)] public partial Layer A { get; } [Concat(nameof(A), nameof(A)), Relu] public partial Layer J { get; }")] // in two places at once
    [InlineData("[Conv(16)] public partial Layer A { get; } [Conv(16)] public partial Layer B { get; } [Concat(nameof(B), nameof(A)), Relu] public partial Layer J { get; } [Concat(nameof(A), nameof(B))] public partial Layer K { get; } [Add(nameof(J)), Relu] public partial Layer L { get; }")] // as large a join has them in another order
    public void What_cannot_lie_there_is_copied_by_one_pass(string layers)
    {
        var plan = Plan(layers);
        var copy = Assert.Single(plan.Steps, static s => s is { IsInPlace: false, Layer.Joins: true });
        Assert.Equal("J", copy.Layer.Path);
        Assert.NotNull(copy.Activation);
    }

    private static InferencePlan Plan(string layers) =>
        InferencePlanner.Plan(PlanText.Plan($"[SsnModel(Channels = 16, Height = 8, Width = 8)] public sealed partial class Net {{ {layers} }}"));
}

using SsnGen.Generator.Tests.Harness;
using VerifyXunit;
using static VerifyXunit.Verifier;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>Snapshots of plans: what was decided, beside the snapshots of what was written.</summary>
public class PlanTests
{
    [Fact]
    public Task Residual_network_with_a_selection() =>
        Verify(PlanText.Describe(PlanText.Plan(TestModels.Residual, TestModels.ResidualSelection)));

    [Fact]
    public Task Single_layer() => Verify(PlanText.Describe(PlanText.Plan(TestModels.SingleLayer)));

    [Fact]
    public Task Everything() => Verify(PlanText.Describe(PlanText.Plan(TestModels.Everything)));

    [Fact]
    public void Equal_definitions_make_equal_plans_wherever_they_stand()
    {
        var plan = PlanText.Plan(TestModels.Everything);
        var moved = PlanText.Plan("// moved down\n\n\n" + TestModels.Everything);

        Assert.Equal(plan, moved);
        Assert.Equal(plan.GetHashCode(), moved.GetHashCode());
        Assert.NotEqual(plan, PlanText.Plan(TestModels.Everything.Replace("Linear(5)", "Linear(6)", StringComparison.Ordinal)));
    }
}

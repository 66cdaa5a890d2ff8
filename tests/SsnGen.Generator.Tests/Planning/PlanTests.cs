using SsnGen.Generator.Definitions;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Inference;
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
    public Task Schedule_of_a_residual_network() => Verify(ScheduleText.Describe(PlanText.Schedule(All, TestModels.OnBoth(TestModels.Residual), TestModels.ResidualSelection)));

    [Fact]
    public Task Schedule_of_everything() => Verify(ScheduleText.Describe(PlanText.Schedule(All, TestModels.Everything)));

    [Fact]
    public Task Schedule_of_a_normalization_alone() => Verify(ScheduleText.Describe(PlanText.Schedule(All, TestModels.OnBoth(TestModels.SingleLayer, ", HalfStorage = true"))));

    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("", true, false, true)]
    [InlineData("", false, true, false)]
    [InlineData(", Backend = Backend.Both", false, true, true)]
    [InlineData(", Backend = Backend.Both", false, false, false)]
    [InlineData(", Backend = Backend.Gpu", true, false, false)]
    [InlineData(", Kernels = true", false, false, true)]
    public void Training_kernels_are_emitted_where_something_trains(string arguments, bool trains, bool runsOnGpu, bool expected)
    {
        var schedule = PlanText.Schedule(All with { Trains = trains, RunsOnGpu = runsOnGpu }, $"[SsnModel(Channels = 4, Height = 8, Width = 8{arguments})] public sealed partial class Net {{ [Conv(8, Kernel = 3), Ssn, Relu] public partial Layer A {{ get; }} }}");

        Assert.Equal(expected, schedule.Kernels.Length > 0);
        Assert.True(schedule.Kernels.Length > 0 || (schedule.Module is null && schedule.GpuKernels.Length == 0));
    }

    private static ProjectOptions All => new(Trains: true, Exports: true, RunsOnGpu: true, AllowsUnsafe: true, HasPartialProperties: true, Libraries: []);

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

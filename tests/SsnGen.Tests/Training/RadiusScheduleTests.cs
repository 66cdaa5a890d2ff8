using SsnGen.Training;

namespace SsnGen.Tests.Training;

public sealed class RadiusScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.01)]
    [InlineData(50, 0.5)]
    [InlineData(99, 0.99)]
    [InlineData(100, 1)]
    [InlineData(1_000_000, 1)]
    public void By_default_it_is_linear_from_zero_to_one(long step, double radius) =>
        Assert.Equal(radius, new RadiusSchedule(100).At(step), 1e-15);

    [Fact]
    public void Start_and_end_can_be_chosen()
    {
        var schedule = new RadiusSchedule(10, start: 0.2, end: 0.7);
        Assert.Equal(0.2, schedule.At(0));
        Assert.Equal(0.45, schedule.At(5), 1e-15);
        Assert.Equal(0.7, schedule.At(10));
        Assert.Equal((10L, 0.2, 0.7), (schedule.Steps, schedule.Start, schedule.End));
        Assert.Equal(schedule, new RadiusSchedule(10, 0.2, 0.7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void An_end_that_is_the_start_is_a_constant_radius(double radius)
    {
        var schedule = new RadiusSchedule(10, radius, radius);
        Assert.All(Enumerable.Range(0, 20), step => Assert.Equal(radius, schedule.At(step)));
        Assert.Equal((radius, radius), (schedule.Start, schedule.End));
        Assert.Throws<ArgumentOutOfRangeException>("end", () => new RadiusSchedule(10, 0.5, Math.BitDecrement(0.5)));
    }

    [Fact]
    public void It_never_decreases_and_keeps_its_end_however_many_steps()
    {
        var schedule = new RadiusSchedule(long.MaxValue, start: 0.1, end: 0.9);
        Assert.Equal(0.9, schedule.At(long.MaxValue));
        var previous = 0.0;
        for (var i = 0L; i <= 1000; i++)
        {
            var radius = schedule.At(long.MaxValue / 1000 * i);
            Assert.InRange(radius, previous, 0.9);
            previous = radius;
        }
    }

    [Fact]
    public void With_three_normalizers_82_percent_of_the_steps_are_enough()
    {
        var schedule = new RadiusSchedule(1000);
        Assert.True(schedule.At(816) < SparsestMax.CriticalRadius(3));
        Assert.True(schedule.At(817) > SparsestMax.CriticalRadius(3));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new RadiusSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => new RadiusSchedule(1, start: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => new RadiusSchedule(1, start: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("end", () => new RadiusSchedule(1, start: 0.5, end: 0.4));
        Assert.Throws<ArgumentOutOfRangeException>("end", () => new RadiusSchedule(1, end: double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => new RadiusSchedule(1).At(-1));
    }
}

using CsCheck;
using SsnGen.Training;

namespace SsnGen.Tests.Training;

public sealed class SparsestMaxTests
{
    private const double Tolerance = 1e-11;

    [Fact]
    public void It_is_the_argmin() =>
        GateCases.BelowCritical(2, 5).Sample((z, radius) =>
            GateCases.AssertClose(SparsestMaxReference.Argmin(z, radius), Evaluate(z, radius), 1e-9), iter: 20_000);

    [Fact]
    public void It_is_what_the_published_stages_compute() =>
        GateCases.BelowCritical(2, 7).Sample((z, radius) =>
            GateCases.AssertClose(SparsestMaxReference.Stages(z, radius).P, Evaluate(z, radius), 1e-9), iter: 10_000);

    [Fact]
    public void No_point_of_a_grid_is_better() =>
        GateCases.BelowCritical(3, 3).Sample((z, radius) =>
        {
            const int Steps = 60;
            var objective = SparsestMaxReference.Objective(Evaluate(z, radius), z);
            for (var i = 0; i <= Steps; i++)
            {
                for (var j = 0; j <= Steps - i; j++)
                {
                    double[] point = [i / (double)Steps, j / (double)Steps, (Steps - i - j) / (double)Steps];
                    if (SparsestMaxReference.Distance(point) >= radius)
                        Assert.True(SparsestMaxReference.Objective(point, z) >= objective - Tolerance);
                }
            }
        }, iter: 300);

    [Fact]
    public void It_is_feasible() =>
        GateCases.BelowCritical(2, 8).Sample((z, radius) =>
        {
            var p = Evaluate(z, radius);
            Assert.Equal(1, p.Sum(), Tolerance);
            Assert.All(p, value => Assert.InRange(value, 0, 1));
            Assert.True(SparsestMaxReference.Distance(p) >= radius - Tolerance);
        }, iter: 10_000);

    [Fact]
    public void Order_does_not_matter() =>
        Gen.Select(GateCases.BelowCritical(2, 6), Gen.Int[0, int.MaxValue]).Sample((input, seed) =>
        {
            var (z, radius) = input;
            var order = Enumerable.Range(0, z.Length).ToArray();
            new Random(seed).Shuffle(order);
            var p = Evaluate(z, radius);
            var shuffled = Evaluate(order.Select(i => z[i]).ToArray(), radius);
            Assert.Equal(order.Select(i => p[i]), shuffled);
        }, iter: 5_000);

    [Fact]
    public void A_common_shift_does_not_matter() =>
        Gen.Select(GateCases.BelowCritical(2, 6), GateCases.Uniform(-100, 100)).Sample((input, shift) =>
            GateCases.AssertClose(Evaluate(input.Z, input.Radius), Evaluate(input.Z.Select(value => value + shift).ToArray(), input.Radius), 1e-9), iter: 5_000);

    [Fact]
    public void Larger_control_parameters_have_larger_ratios() =>
        GateCases.BelowCritical(2, 6).Sample((z, radius) =>
        {
            var p = Evaluate(z, radius);
            var ordered = Enumerable.Range(0, z.Length).OrderBy(i => z[i]).Select(i => p[i]).ToArray();
            Assert.Equal(ordered.Order(), ordered);
        }, iter: 5_000);

    [Fact]
    public void It_is_continuous_where_the_support_shrinks_to_two()
    {
        // From three normalizers to two as the third control parameter falls; the jump would be at a change of pattern.
        Gen.Select(GateCases.Uniform(0.05, 0.4), GateCases.Uniform(0.45, 0.8)).Sample((gap, radius) =>
        {
            const double Step = 1e-4;
            var previous = Evaluate([gap, 0, 0.0], radius);
            var sizes = new HashSet<int>();
            for (var third = 0.0; third > -1; third -= Step)
            {
                var p = Evaluate([gap, 0, third], radius);
                sizes.Add(p.Count(value => value > 0));
                for (var i = 0; i < 3; i++)
                    Assert.InRange(Math.Abs(p[i] - previous[i]), 0, 0.01);
                previous = p;
            }

            Assert.Contains(2, sizes);
        }, iter: 20);
    }

    [Fact]
    public void It_is_continuous_in_the_radius() =>
        GateCases.Distinct(2, 5).Sample(z =>
        {
            var previous = Evaluate(z, 0);
            for (var radius = 0.0; radius < 1; radius += 1e-3)
            {
                // Distances from the face's middle grow as √(r² − c): a square root's slope at most.
                var p = Evaluate(z, radius);
                for (var i = 0; i < z.Length; i++)
                    Assert.InRange(Math.Abs(p[i] - previous[i]), 0, 0.1);
                previous = p;
            }

            Assert.Single(previous, value => value > 0);
        }, iter: 100);

    [Fact]
    public void The_gradient_is_the_derivative()
    {
        var (checkedPoints, skipped) = (0, 0);
        Gen.Select(GateCases.BelowCritical(2, 6), GateCases.Uniform(-1, 1).Array[6]).Sample((input, upstream) =>
        {
            var (z, radius) = input;
            var gradient = upstream[..z.Length];
            var nearSphere = Math.Abs(SparsestMaxReference.Distance(SparsestMaxReference.Project(z)) - radius) < 1e-3;
            if (nearSphere || GateCases.Numeric((a, b) => SparsestMax.Evaluate(a, radius, b), z, gradient) is not { } numeric)
            {
                Interlocked.Increment(ref skipped);
                return;
            }

            Interlocked.Increment(ref checkedPoints);
            GateCases.AssertClose(numeric, Backward(z, radius, gradient), 1e-5);
        }, iter: 5_000);
        Assert.True(checkedPoints > 10 * skipped, $"{skipped} points skipped, {checkedPoints} checked.");
    }

    [Fact]
    public void The_gradient_is_that_of_the_stages() =>
        Gen.Select(GateCases.BelowCritical(2, 6), GateCases.Uniform(-1, 1).Array[6]).Sample((input, upstream) =>
        {
            var (z, radius) = input;
            var jacobian = SparsestMaxReference.Stages(z, radius).Jacobian;
            var expected = new double[z.Length];
            for (var i = 0; i < z.Length; i++)
            {
                for (var j = 0; j < z.Length; j++)
                    expected[i] += jacobian[j, i] * upstream[j];
            }

            GateCases.AssertClose(expected, Backward(z, radius, upstream[..z.Length]), 1e-8);
        }, iter: 5_000);

    [Fact]
    public void From_the_critical_radius_on_the_largest_is_selected() =>
        Gen.Select(GateCases.Distinct(1, 8), GateCases.Uniform(0, 2)).Sample((z, excess) =>
        {
            foreach (var radius in new[] { SparsestMax.CriticalRadius(z.Length), SparsestMax.CriticalRadius(z.Length) + excess })
            {
                var expected = new double[z.Length];
                expected[Array.IndexOf(z, z.Max())] = 1;
                Assert.Equal(expected, Evaluate(z, radius));
                Assert.All(Backward(z, radius, z), value => Assert.Equal(0, value));
            }
        }, iter: 2_000);

    [Fact]
    public void The_critical_radius_is_the_distance_of_a_corner()
    {
        Assert.Equal(0, SparsestMax.CriticalRadius(1));
        Assert.Equal(SparsestMaxReference.Distance([1, 0]), SparsestMax.CriticalRadius(2), 1e-15);
        Assert.Equal(SparsestMaxReference.Distance([0, 1, 0]), SparsestMax.CriticalRadius(3), 1e-15);
        Assert.Equal(SparsestMaxReference.Distance([0, 0, 1, 0]), SparsestMax.CriticalRadius(4), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>("k", () => SparsestMax.CriticalRadius(0));
    }

    private static double[] Evaluate(double[] z, double radius) => GateCases.Evaluate((a, p) => SparsestMax.Evaluate(a, radius, p), z);

    private static double[] Backward(double[] z, double radius, double[] gradient) =>
        GateCases.Backward((a, g, result) => SparsestMax.Backward(a, radius, g, result), z, gradient);
}

using CsCheck;
using SsnGen.Training;

namespace SsnGen.Tests.Training;

/// <summary>Ties, boundaries between supports, and control parameters that arithmetic could break on.</summary>
public sealed class SparsestMaxBoundaryTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void All_equal_stays_in_the_middle_below_the_critical_radius(int k)
    {
        var middle = Enumerable.Repeat(1.0 / k, k).ToArray();
        foreach (var value in new[] { 0, 0.1, 1, -3.7, 1e300 })
        {
            foreach (var fraction in new[] { 0, 0.3, 0.999999 })
                Equal(middle, Evaluate(Enumerable.Repeat(value, k).ToArray(), fraction * SparsestMax.CriticalRadius(k)));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void All_equal_selects_the_first_from_the_critical_radius_on(int k)
    {
        var first = new double[k];
        first[0] = 1;
        Assert.Equal(first, Evaluate(Enumerable.Repeat(0.1, k).ToArray(), SparsestMax.CriticalRadius(k)));
        Assert.Equal(first, Evaluate(Enumerable.Repeat(0.1, k).ToArray(), 1));
    }

    [Fact]
    public void Two_of_three_tied_at_the_top_share_once_the_third_is_out()
    {
        Equal([0.5, 0.5, 0], Evaluate([0.2, 0.2, 0], 0.6));
        Equal([0, 0.5, 0.5], Evaluate([0, 0.2, 0.2], 0.8));
        Equal([0.5, 0, 0.5], Evaluate([7, -7, 7], 0.8));
        Assert.Equal([1.0, 0, 0], Evaluate([0.2, 0.2, 0], 0.82));
        Assert.Equal([0, 1.0, 0], Evaluate([0, 0.2, 0.2], 0.82));
    }

    [Fact]
    public void Two_of_three_tied_at_the_top_are_on_the_sphere_while_the_third_is_in()
    {
        // n = (1, 1, −2)/√6.
        var n = 0.3 / Math.Sqrt(6);
        Equal([(1 / 3.0) + n, (1 / 3.0) + n, (1 / 3.0) - (2 * n)], Evaluate([0.1, 0.1, 0], 0.3));
    }

    [Fact]
    public void A_tie_at_the_bottom_is_kept_until_both_are_out()
    {
        var n = 0.3 / Math.Sqrt(6);
        Equal([(1 / 3.0) + (2 * n), (1 / 3.0) - n, (1 / 3.0) - n], Evaluate([0.1, 0, 0], 0.3));
        var p = Evaluate([0.1, 0, 0], 0.8164);
        Assert.Equal(p[1], p[2]);
        Assert.Equal(1, p.Sum(), Tolerance);
    }

    [Fact]
    public void Three_of_four_tied_at_the_top_share()
    {
        Equal([1 / 3.0, 1 / 3.0, 0, 1 / 3.0], Evaluate([0.1, 0.1, 0, 0.1], 0.8));
        Assert.Equal([1.0, 0, 0, 0], Evaluate([0.1, 0.1, 0, 0.1], 0.8661));
    }

    [Fact]
    public void A_gradient_breaks_a_tie()
    {
        // Sparsemax's Jacobian: the identity less its mean.
        Equal([2 / 3.0, -1 / 3.0, -1 / 3.0], Backward([1, 1, 1], 0.4, [1, 0, 0]));
        Equal([0.5, -0.5], Backward([3, 3], 0.2, [1, 0]));

        // Sparsemax first, so a slope of 1; then one stage on the sphere, with its slope r/d.
        Equal([0.5, -0.5, 0], Backward([1, 1, -1], 0.5, [1, 0, 9]));
        var slope = 0.6 / Math.Sqrt(6 * 0.04 / 9);
        Equal([0.5 * slope, -0.5 * slope, 0], Backward([0.2, 0.2, 0], 0.6, [1, 0, 9]));
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-9)]
    [InlineData(1e-16)]
    [InlineData(1e-200)]
    [InlineData(5e-324)]
    public void The_smallest_difference_decides(double gap)
    {
        var n = 0.3 / Math.Sqrt(2);
        Equal([0.5 + n, 0.5 - n], Evaluate([gap, 0], 0.3));
        Equal([0, 0], Backward([gap, 0], 0.3, [1, -1]));
        Equal([1 / 3.0, (1 / 3.0) - n, (1 / 3.0) + n], Evaluate([0, -gap, gap], 0.3));
        Assert.All(Backward([0, -gap, gap], 0.3, [1, 0, 0]), value => Assert.True(double.IsFinite(value)));

        // Decided by the last stage, after one that the third takes part in.
        var edge = Math.Sqrt(((0.6 * 0.6) - (1 / 6.0)) / 2);
        Equal([0.5 - edge, 0.5 + edge, 0], Evaluate([0, gap, -0.2], 0.6));
    }

    [Fact]
    public void Radius_zero_is_sparsemax() =>
        GateCases.Distinct(1, 6).Sample(z =>
        {
            Assert.Equal(GateCases.Evaluate(Sparsemax.Evaluate, z), Evaluate(z, 0));
            Assert.Equal(GateCases.Backward(Sparsemax.Backward, z, z), Backward(z, 0, z));
        }, iter: 1_000);

    [Fact]
    public void A_radius_that_sparsemax_reaches_changes_nothing()
    {
        double[] z = [0.8, 0.1, -0.4];
        double[] projection = [0.85, 0.15, 0];
        var distance = SparsestMaxReference.Distance(projection);
        foreach (var radius in new[] { 0, 0.3, distance - 1e-15, distance, distance + 1e-15 })
            Equal(projection, Evaluate(z, radius));
    }

    [Fact]
    public void Every_support_meets_the_next_where_the_sphere_touches_a_face()
    {
        // The third ratio is exactly 0 on the sphere: p = (a, 1 − a, 0) from both sides.
        double[] z = [0.2, 0.1, 0];
        var touching = Math.Sqrt(2) / 3;
        var p = Evaluate(z, touching);
        Equal([2 / 3.0, 1 / 3.0, 0], p);
        foreach (var (near, third) in new[] { (touching - 1e-9, true), (touching + 1e-9, false) })
        {
            var beside = Evaluate(z, near);
            Assert.Equal(third, beside[2] > 0);
            for (var i = 0; i < 3; i++)
                Assert.Equal(p[i], beside[i], 1e-8);
        }
    }

    [Fact]
    public void Just_below_the_critical_radius_the_sum_is_one()
    {
        foreach (var k in new[] { 2, 3, 4 })
        {
            var z = Enumerable.Range(0, k).Select(i => -0.1 * i).ToArray();
            for (var radius = SparsestMax.CriticalRadius(k); radius > SparsestMax.CriticalRadius(k) - 1e-15; radius = Math.BitDecrement(radius))
            {
                var p = Evaluate(z, radius);
                Assert.Equal(1, p.Sum(), Tolerance);
                Assert.All(p, value => Assert.InRange(value, 0, 1));
                if (p.Count(value => value > 0) == 1)
                    Assert.Equal(1, p[0]);
            }
        }
    }

    [Theory]
    [InlineData(1e300, -1e300, 0, 0)]
    [InlineData(-1e300, double.MaxValue, 0, 1)]
    [InlineData(double.MinValue, 0, double.MaxValue, 2)]
    [InlineData(-1e300, -1e299, -1e301, 1)]
    public void Huge_differences_select(double a, double b, double c, int selected)
    {
        var expected = new double[3];
        expected[selected] = 1;
        foreach (var radius in new[] { 0, 0.4, 0.8, 1 })
        {
            Assert.Equal(expected, Evaluate([a, b, c], radius));
            Assert.All(Backward([a, b, c], radius, [1, 2, 3]), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Huge_and_equal_is_a_tie() => Equal([0.5, 0, 0.5], Evaluate([1e300, -1e300, 1e300], 0.7));

    [Fact]
    public void Negative_zero_is_zero()
    {
        Equal([0.5, 0.5], Evaluate([-0.0, 0.0], 0.3));
        Assert.Equal([1.0, 0], Evaluate([-0.0, 0.0], 1));
        Equal(Evaluate([0.0, 0.1, -0.1], 0.3), Evaluate([-0.0, 0.1, -0.1], 0.3));
    }

    [Fact]
    public void One_control_parameter_has_the_ratio_one()
    {
        foreach (var radius in new[] { 0, 0.5, 1 })
        {
            Assert.Equal([1.0], Evaluate([-7], radius));
            Assert.Equal([0.0], Backward([-7], radius, [3]));
        }
    }

    [Fact]
    public void More_than_fit_on_the_stack_work_too()
    {
        var z = Enumerable.Range(0, 100).Select(i => Math.Sin(i * 1.7)).ToArray();
        var p = Evaluate(z, 0.5);
        Assert.Equal(1, p.Sum(), Tolerance);
        Assert.Equal(0.5, SparsestMaxReference.Distance(p), Tolerance);
        GateCases.AssertClose(SparsestMaxReference.Stages(z, 0.5).P, p, 1e-11);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Control_parameters_that_are_not_finite_are_named(double value)
    {
        foreach (var call in new Action[] { () => Evaluate([0, value, 1], 0.5), () => Backward([0, value, 1], 0.5, [1, 1, 1]) })
        {
            var exception = Assert.Throws<ControlParameterException>(call);
            Assert.Equal(1, exception.Index);
            Assert.Equal(value, exception.Value);
            Assert.Null(exception.Layer);
        }
    }

    [Fact]
    public void Arguments_are_checked()
    {
        foreach (var radius in new[] { -0.1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("radius", () => Evaluate([0, 1], radius));
            Assert.Throws<ArgumentOutOfRangeException>("radius", () => Backward([0, 1], radius, [0, 1]));
        }

        Assert.Throws<ArgumentException>("z", () => Evaluate([], 0.5));
        Assert.Throws<ArgumentException>("p", () => SparsestMax.Evaluate([0, 1], 0.5, new double[3]));
        Assert.Throws<ArgumentException>("gradient", () => SparsestMax.Backward([0, 1], 0.5, new double[1], new double[2]));
        Assert.Throws<ArgumentException>("controlGradient", () => SparsestMax.Backward([0, 1], 0.5, new double[2], new double[3]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var z = Enumerable.Range(0, 16).Select(i => 0.01 * i).ToArray();
        var (p, controlGradient) = (new double[16], new double[16]);
        for (var run = 0; ; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            SparsestMax.Evaluate(z, 0.5, p);
            SparsestMax.Backward(z, 0.5, p, controlGradient);
            Sparsemax.Evaluate(z, p);
            Sparsemax.Backward(z, p, controlGradient);
            Softmax.Evaluate(z, p);
            Softmax.Backward(z, p, controlGradient);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (run == 0)
                continue;
            Assert.Equal(0, allocated);
            return;
        }
    }

    private static void Equal(double[] expected, double[] actual) => GateCases.AssertClose(expected, actual, Tolerance);

    private static double[] Evaluate(double[] z, double radius) => GateCases.Evaluate((a, p) => SparsestMax.Evaluate(a, radius, p), z);

    private static double[] Backward(double[] z, double radius, double[] gradient) =>
        GateCases.Backward((a, g, result) => SparsestMax.Backward(a, radius, g, result), z, gradient);
}

using CsCheck;
using SsnGen.Training;

namespace SsnGen.Tests.Training;

public sealed class SparsemaxTests
{
    [Fact]
    public void It_is_the_projection_onto_the_simplex() =>
        GateCases.Distinct(1, 8).Sample(z =>
        {
            var p = Evaluate(z);
            GateCases.AssertClose(SparsestMaxReference.Project(z), p, 1e-12);
            Assert.Equal(1, p.Sum(), 1e-14);
            Assert.All(p, value => Assert.InRange(value, 0, 1));
        }, iter: 10_000);

    [Fact]
    public void The_gradient_is_the_derivative()
    {
        var (checkedPoints, skipped) = (0, 0);
        Gen.Select(GateCases.Distinct(1, 6), GateCases.Uniform(-1, 1).Array[6]).Sample((z, upstream) =>
        {
            var gradient = upstream[..z.Length];
            if (GateCases.Numeric(Sparsemax.Evaluate, z, gradient) is not { } numeric)
            {
                Interlocked.Increment(ref skipped);
                return;
            }

            Interlocked.Increment(ref checkedPoints);
            GateCases.AssertClose(numeric, GateCases.Backward(Sparsemax.Backward, z, gradient), 1e-8);
        }, iter: 3_000);
        Assert.True(checkedPoints > 10 * skipped, $"{skipped} points skipped, {checkedPoints} checked.");
    }

    [Fact]
    public void A_lead_of_one_is_exactly_one_hot()
    {
        Assert.Equal([0, 1.0, 0], Evaluate([0.5, 1.5, 0.25]));
        Assert.Equal([0, 0, 1.0], Evaluate([-1e300, 0, double.MaxValue]));
        Assert.Equal([1.0], Evaluate([-12]));
        Assert.All(GateCases.Backward(Sparsemax.Backward, [0.5, 1.5, 0.25], [1, 2, 3]), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Equal_control_parameters_have_equal_ratios()
    {
        Assert.All(Evaluate([0.1, 0.1, 0.1]), value => Assert.Equal(1 / 3.0, value, 1e-15));
        Assert.Equal([0.5, 0.5, 0], Evaluate([1e300, 1e300, -1e300]));
        Assert.Equal([0.5, 0.5], Evaluate([-0.0, 0.0]));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentException>("z", () => Evaluate([]));
        Assert.Throws<ArgumentException>("p", () => Sparsemax.Evaluate([0, 1], new double[1]));
        Assert.Throws<ArgumentException>("gradient", () => Sparsemax.Backward([0, 1], new double[3], new double[2]));
        Assert.Throws<ArgumentException>("controlGradient", () => Sparsemax.Backward([0, 1], new double[2], new double[1]));
        Assert.Equal(2, Assert.Throws<ControlParameterException>(() => Evaluate([0, 0, double.NaN])).Index);
    }

    private static double[] Evaluate(double[] z) => GateCases.Evaluate(Sparsemax.Evaluate, z);
}

using CsCheck;
using SsnGen.Training;

namespace SsnGen.Tests.Training;

public sealed class SoftmaxTests
{
    [Fact]
    public void Ratios_are_those_of_the_exponentials() =>
        GateCases.Distinct(1, 8).Sample(z =>
        {
            var p = Evaluate(z);
            Assert.Equal(1, p.Sum(), 1e-14);
            for (var i = 0; i < z.Length; i++)
                Assert.Equal(1 / z.Sum(other => Math.Exp(other - z[i])), p[i], 1e-14);
        }, iter: 3_000);

    [Fact]
    public void The_gradient_is_the_derivative() =>
        Gen.Select(GateCases.Distinct(1, 6), GateCases.Uniform(-1, 1).Array[6]).Sample((z, upstream) =>
        {
            var gradient = upstream[..z.Length];
            var numeric = GateCases.Numeric(Softmax.Evaluate, z, gradient);
            Assert.NotNull(numeric);
            GateCases.AssertClose(numeric, GateCases.Backward(Softmax.Backward, z, gradient), 1e-8);
        }, iter: 3_000);

    [Fact]
    public void Huge_values_do_not_overflow()
    {
        Assert.Equal([1.0, 0, 0], Evaluate([double.MaxValue, double.MinValue, 0]));
        Assert.Equal([0.5, 0.5], Evaluate([1e300, 1e300]));
        Assert.All(GateCases.Backward(Softmax.Backward, [double.MaxValue, double.MinValue], [1, 2]), value => Assert.Equal(0, value));
    }

    [Fact]
    public void More_than_fit_on_the_stack_work_too()
    {
        var z = Enumerable.Range(0, 100).Select(i => 0.01 * i).ToArray();
        var gradient = GateCases.Backward(Softmax.Backward, z, z);
        Assert.Equal(0, gradient.Sum(), 1e-12);
        Assert.True(gradient[^1] > 0 && gradient[0] < 0);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentException>("z", () => Evaluate([]));
        Assert.Throws<ArgumentException>("p", () => Softmax.Evaluate([0, 1], new double[1]));
        Assert.Throws<ArgumentException>("gradient", () => Softmax.Backward([0, 1], new double[3], new double[2]));
        Assert.Throws<ArgumentException>("controlGradient", () => Softmax.Backward([0, 1], new double[2], new double[1]));
        Assert.Equal(0, Assert.Throws<ControlParameterException>(() => Evaluate([double.PositiveInfinity, 0])).Index);
    }

    private static double[] Evaluate(double[] z) => GateCases.Evaluate(Softmax.Evaluate, z);
}

using SsnGen.Testing;

namespace SsnGen.Tests.Testing;

public sealed class FloatAssertTests
{
    private static readonly double[] Reference = [3, -4, 0];

    [Fact]
    public void Norm_of_the_difference_is_compared_with_that_of_the_reference()
    {
        float[] gradient = [3, -4, 0.5f];

        FloatAssert.NormWise(Reference, gradient, tolerance: 0.1);

        var failure = Assert.Throws<FloatAssertException>(() => FloatAssert.NormWise(Reference, gradient, tolerance: 0.099));
        Assert.Equal(
            "gradient: ‖actual − expected‖ = 0.5 for ‖expected‖ = 5, a ratio of 0.1; allowed is 0.099. " +
            "The worst is at [2] of 3: expected 0, actual 0.5.",
            failure.Message);
    }

    [Fact]
    public void Largest_difference_is_compared_with_the_tolerance()
    {
        float[] outputs = [3.25f, -4.5f, 0.25f];

        FloatAssert.MaxDifference(Reference, outputs, tolerance: 0.5);

        var failure = Assert.Throws<FloatAssertException>(() => FloatAssert.MaxDifference(Reference, outputs, tolerance: 0.49));
        Assert.Equal(
            "outputs: the largest difference is 0.5; allowed is 0.49. The worst is at [1] of 3: expected -4, actual -4.5.",
            failure.Message);
    }

    [Fact]
    public void Vanishing_reference_allows_nothing_without_a_floor()
    {
        double[] zeros = [0, 0];
        float[] noise = [1e-9f, 0];

        Assert.Throws<FloatAssertException>(() => FloatAssert.NormWise(zeros, noise, tolerance: 1e-6));
        FloatAssert.NormWise(zeros, zeros, tolerance: 0);
        FloatAssert.NormWise(zeros, noise, tolerance: 1e-6, floor: 1);
    }

    [Theory]
    [InlineData(1f, float.NaN)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(1f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    public void What_is_not_finite_always_fails(float expected, float actual)
    {
        float[] expecteds = [0, expected];
        float[] actuals = [0, actual];

        var failure = Assert.Throws<FloatAssertException>(() => FloatAssert.NormWise(expecteds, actuals, double.MaxValue));
        Assert.Contains("actuals: not finite at [1] of 2", failure.Message, StringComparison.Ordinal);
        Assert.Throws<FloatAssertException>(() => FloatAssert.MaxDifference(expecteds, actuals, double.MaxValue));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    public void Vectors_are_equally_long_and_not_empty(int expected, int actual)
    {
        var (expecteds, actuals) = (new float[expected], new float[actual]);
        Assert.Throws<FloatAssertException>(() => FloatAssert.NormWise(expecteds, actuals, 1));
        Assert.Throws<FloatAssertException>(() => FloatAssert.MaxDifference(expecteds, actuals, 1));
    }

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(double.NaN)]
    public void Tolerance_is_a_number_of_at_least_0(double tolerance)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => FloatAssert.NormWise(Reference, Reference, tolerance));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => FloatAssert.MaxDifference(Reference, Reference, tolerance));
    }
}

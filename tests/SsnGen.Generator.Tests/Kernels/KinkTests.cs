namespace SsnGen.Generator.Tests.Kernels;

/// <summary>
/// The gradient through a rectifier where its argument is exactly 0: that of the negative side, as in PyTorch. Other tests
/// keep away from there.
/// </summary>
public class KinkTests
{
    /// <summary>Slabs of one value, of a few, of vectors, and of more than a block; slopes whose backward pass reads y, and not.</summary>
    public static TheoryData<int, float, bool> Cases()
    {
        var cases = new TheoryData<int, float, bool>();
        foreach (var slabSize in new[] { 1, 7, 49, 4099 })
        {
            foreach (var slope in new[] { 0.2f, -0.3f })
            {
                cases.Add(slabSize, slope, false);
                cases.Add(slabSize, slope, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_leaky_rectifier_at_zero_has_the_slope_of_negative_values(int slabSize, float slope, bool residual) =>
        AssertSlope(Zero(slabSize, Activations.LeakyRelu, slope, residual), slope);

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, true)]
    [InlineData(49, false)]
    [InlineData(49, true)]
    public void A_rectifier_at_zero_has_none(int slabSize, bool residual) =>
        AssertSlope(Zero(slabSize, Activations.Relu, 0, residual), 0);

    /// <summary>A layer whose γ, β and residual are 0, and so t.</summary>
    private static Case Zero(int slabSize, Activation? activation, float slope, bool residual)
    {
        var plan = KernelCompiler.Plan(5, slabSize, [Normalizer.Layer, Normalizer.Batch], activation: activation, residual: residual, slope: slope);
        var c = Case.Random(plan, 3, 4, [0.5, 0.5], [0.5, 0.5]);
        return c with { Gamma = new float[5], Beta = new float[5], Residual = new float[c.Residual.Length] };
    }

    private static void AssertSlope(Case c, float slope)
    {
        var run = KernelRun.Of(c);
        Assert.All(run.Y, static y => Assert.Equal(0, y));
        Assert.Equal(c.Residual.Length > 0 ? c.Upstream.Select(u => slope * u) : [], run.Dresidual);
        for (var channel = 0; channel < 5; channel++)
        {
            var gradients = c.Upstream.Where((_, i) => i / c.Plan.SlabSize % 5 == channel).Select(u => (double)slope * u).ToArray();
            Assert.Equal(gradients.Sum(), run.Dbeta[channel], 2e-5 * (1 + gradients.Sum(Math.Abs)));
        }
    }
}

namespace SsnGen.Generator.Tests.Kernels;

/// <summary>The numeric contract, as assertions.</summary>
internal static class Contract
{
    private const double ForwardTolerance = 4e-6;
    private const double GradientTolerance = 2e-5;

    // What rounding the terms of a sum to float costs, however far they cancel.
    private const double FloatRounding = 2e-7;

    /// <summary>Runs a case and compares all that the kernel writes with the float64 reference.</summary>
    public static void Holds(Case @case, int shift = 0)
    {
        var run = KernelRun.Of(@case, shift: shift);
        var reference = new Reference(@case);
        reference.Backward();
        Forward(@case, run.Y, reference);
        Gradient("dx", @case, run.Dx, reference.Dx, (FloatRounding * reference.InputTerms) + reference.InputDoubt);
        Gradient("dresidual", @case, run.Dresidual, reference.Dresidual, reference.InputDoubt);
        Gradient("dgamma", @case, run.Dgamma, reference.Dgamma, (FloatRounding * reference.AffineTerms) + reference.AffineDoubt);
        Gradient("dbeta", @case, run.Dbeta, reference.Dbeta, (FloatRounding * reference.AffineTerms) + reference.AffineDoubt);
        Gradient("dp", @case, run.Dp, reference.Dp, (GradientTolerance * reference.RatioTerms) + reference.RatioDoubt);
        Gradient("dq", @case, run.Dq, reference.Dq, (GradientTolerance * reference.RatioTerms) + reference.RatioDoubt);
    }

    public static void Forward(Case @case, float[] y, Reference reference)
    {
        var bound = ForwardTolerance * (1 + reference.Y.Select(Math.Abs).DefaultIfEmpty().Max());
        for (var i = 0; i < y.Length; i++)
        {
            Assert.True(Math.Abs(y[i] - reference.Y[i]) <= bound, $"{Describe(@case)}: y[{i}] is {y[i]}, not {reference.Y[i]} (bound {bound:E1})");
        }
    }

    /// <summary>A gradient, norm-wise; the floor is absolute.</summary>
    public static void Gradient<T>(string name, Case @case, T[] actual, double[] expected, double floor = 0)
        where T : struct, IConvertible
    {
        double norm = 0, error = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Convert.ToDouble(actual[i], null) - expected[i];
            norm += expected[i] * expected[i];
            error += difference * difference;
        }

        (norm, error) = (Math.Sqrt(norm), Math.Sqrt(error));
        Assert.True(error <= (GradientTolerance * norm) + floor, $"{Describe(@case)}: {name} is off by {error / norm:E2} of its norm {norm:E2}");
    }

    private static string Describe(Case @case) =>
        $"{@case.Plan.ClassName}, N = {@case.Samples}, p = [{string.Join(" ", @case.P)}], q = [{string.Join(" ", @case.Q)}]{(@case.Evaluation ? ", evaluation" : "")}";
}

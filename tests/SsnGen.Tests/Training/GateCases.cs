using CsCheck;

namespace SsnGen.Tests.Training;

/// <summary>Random gates' inputs, and their outputs as arrays.</summary>
internal static class GateCases
{
    internal delegate void Gate(ReadOnlySpan<double> z, Span<double> p);

    internal delegate void Vjp(ReadOnlySpan<double> z, ReadOnlySpan<double> gradient, Span<double> controlGradient);

    /// <summary>Uniform numbers, without the special ones that <see cref="Gen.Double"/> prefers: those lie on the boundaries between supports.</summary>
    internal static Gen<double> Uniform(double low, double high) => Gen.Double.Unit.Select(unit => low + (unit * (high - low)));

    /// <summary>Control parameters of a given number, of small and large spread, no two of them close to each other.</summary>
    internal static Gen<double[]> Distinct(int least, int most) =>
        from k in Gen.Int[least, most]
        from scale in Gen.OneOf(Gen.Const(0.5), Gen.Const(1.0), Gen.Const(4.0))
        from z in Uniform(-scale, scale).Array[k].Where(values => Apart(values, 0.02))
        select z;

    /// <summary>Control parameters and a radius from 0 to a little less than the critical one.</summary>
    internal static Gen<(double[] Z, double Radius)> BelowCritical(int least, int most) =>
        from z in Distinct(least, most)
        from fraction in Uniform(0, 0.999)
        select (z, fraction * SsnGen.Training.SparsestMax.CriticalRadius(z.Length));

    internal static double[] Evaluate(Gate gate, double[] z)
    {
        // Filled first, so that an entry that is not written shows.
        var p = new double[z.Length];
        Array.Fill(p, double.NaN);
        gate(z, p);
        return p;
    }

    internal static double[] Backward(Vjp backward, double[] z, double[] gradient)
    {
        var controlGradient = new double[z.Length];
        Array.Fill(controlGradient, double.NaN);
        backward(z, gradient, controlGradient);
        return controlGradient;
    }

    /// <summary>The gradient by central differences, or null where a step changes the support: there is no derivative nearby.</summary>
    internal static double[]? Numeric(Gate gate, double[] z, double[] gradient)
    {
        const double Step = 1e-6;
        var pattern = Pattern(Evaluate(gate, z));
        var result = new double[z.Length];
        for (var i = 0; i < z.Length; i++)
        {
            var value = 0.0;
            foreach (var sign in new[] { 1, -1 })
            {
                var far = (double[])z.Clone();
                far[i] += sign * 100 * Step;
                var near = (double[])z.Clone();
                near[i] += sign * Step;
                var p = Evaluate(gate, near);
                if (Pattern(Evaluate(gate, far)) != pattern || Pattern(p) != pattern)
                    return null;
                value += sign * p.Zip(gradient, (a, b) => a * b).Sum();
            }

            result[i] = value / (2 * Step);
        }

        return result;
    }

    internal static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 1 + expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"[{string.Join(", ", actual)}] instead of [{string.Join(", ", expected)}]");
        }
    }

    private static string Pattern(double[] p) => string.Concat(p.Select(value => value > 0 ? '1' : '0'));

    private static bool Apart(double[] values, double distance)
    {
        var sorted = values.Order().ToArray();
        return sorted.Zip(sorted.Skip(1), (a, b) => b - a).All(gap => gap >= distance);
    }
}

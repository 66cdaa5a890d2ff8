namespace SsnGen.Tool.Onnx.Functions;

/// <summary>Finds the activation that an expression is, by its values: the ways to write one are many, and its values are those of one alone.</summary>
internal static class ActivationMatch
{
    private const double Tolerance = 4e-6;

    // Where no expression of single exponentials overflows, densely; and far away, where clipping shows.
    private static readonly double[] _near = [0, 1, -1, -30, .. Enumerable.Range(-480, 961).Select(static i => i / 16.0), 1e-3, -1e-3, 0.3333, -0.3333];
    private static readonly double[] _far = [1e3, -1e3, 1e5, -1e5, 1e9, -1e9];
    private static readonly double[] _places = [.. _near, .. _far];

    private static readonly (Activation Activation, double[] Values)[] _plain =
    [
        .. new Activation[]
        {
            new Activation.Relu(), new Activation.Relu6(), new Activation.Sigmoid(), new Activation.Silu(), new Activation.Tanh(), new Activation.HardSwish(), new Activation.HardSigmoid(),
            new Activation.Gelu(), new Activation.GeluTanh(), new Activation.Softplus(), new Activation.Mish(),
        }.Select(static a => (a, Array.ConvertAll(_places, a.Evaluate))),
    ];

    /// <summary>The activation, or null where there is none of these values.</summary>
    public static Activation? Of(Term term)
    {
        var values = term.Evaluate(_places);
        return _plain.Where(p => Agrees(p.Values, values)).Select(static p => p.Activation)
            .Concat(WithArguments(values).Where(a => a.Problem is null && Agrees(Array.ConvertAll(_places, a.Evaluate), values))).FirstOrDefault();
    }

    /// <summary>Scale and shift where it is scale · x + shift; null otherwise.</summary>
    public static (double Scale, double Shift)? Linear(Term term)
    {
        var values = term.Evaluate(_places);
        var (shift, scale) = (values[0], values[1] - values[0]);
        return double.IsFinite(scale) && double.IsFinite(shift) && Agrees(Array.ConvertAll(_places, x => (scale * x) + shift), values) ? (scale, shift) : null;
    }

    private static bool Agrees(double[] expected, double[] values)
    {
        // Of small values all is small, what they differ by too.
        var scale = Math.Min(1, values.Take(_near.Length).Max(Math.Abs));
        for (var i = 0; i < values.Length; i++)
        {
            // Far away exponentials overflow, and what is made of them has no value.
            var agrees = double.IsFinite(values[i]) ? Math.Abs(expected[i] - values[i]) <= Tolerance * Math.Max(scale, Math.Abs(values[i])) : i >= _near.Length;
            if (!agrees)
            {
                return false;
            }
        }

        return true;
    }

    // They take them from where these show: at −1, far away on both sides, and where an exponential is nothing.
    private static IEnumerable<Activation> WithArguments(double[] values)
    {
        yield return new Activation.LeakyRelu((float)-values[2]);
        yield return new Activation.Clip((float)values.Where(double.IsFinite).DefaultIfEmpty(0).Min(), (float)values.Where(double.IsFinite).DefaultIfEmpty(0).Max());
        yield return new Activation.Elu((float)-values[3]);
    }
}

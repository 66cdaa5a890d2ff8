namespace SsnGen.Gpu.Benchmarks.Correctness;

/// <summary>Compares with the reference by the numeric contract, and remembers what is off.</summary>
internal sealed class CheckLog
{
    /// <summary>‖y − y64‖∞ ≤ this · (1 + ‖y64‖∞).</summary>
    public const double Forward = 4e-6;

    /// <summary>‖d − d64‖₂ ≤ this · ‖d64‖₂.</summary>
    public const double Gradient = 2e-5;

    /// <summary>Both, for tensors that are rounded to halves on their way to memory.</summary>
    public const double Half = 1e-3;

    /// <summary>Comparisons made.</summary>
    public int Count { get; private set; }

    /// <summary>Comparisons that were off.</summary>
    public int Failures { get; private set; }

    /// <summary>The largest share of a tolerance that was used up.</summary>
    public double Largest { get; private set; }

    /// <summary>Compares in the maximum norm.</summary>
    public void Values(string name, double[] expected, IReadOnlyList<float> actual, double tolerance = Forward)
    {
        var (error, largest) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            error = Larger(error, Math.Abs(expected[i] - actual[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        Add(name, error, tolerance * (1 + largest), expected.Length == actual.Count);
    }

    /// <summary>Compares in the Euclidean norm.</summary>
    /// <param name="scale">What the error is relative to, where that is not the norm of what is expected.</param>
    public void Gradients(string name, double[] expected, IReadOnlyList<double> actual, double tolerance = Gradient, double? scale = null)
    {
        var error = Math.Sqrt(expected.Zip(actual, static (e, a) => (e - a) * (e - a)).Sum());
        Add(name, error, tolerance * (scale ?? Math.Sqrt(expected.Sum(static e => e * e))), expected.Length == actual.Count);
    }

    /// <summary>Compares single precision gradients in the Euclidean norm.</summary>
    public void Gradients(string name, double[] expected, float[] actual, double tolerance = Gradient) =>
        Gradients(name, expected, [.. actual.Select(static v => (double)v)], tolerance);

    /// <summary>Notes something that is either right or not.</summary>
    public void That(string name, bool isRight)
    {
        Count++;
        if (!isRight)
        {
            Fail(name);
        }
    }

    /// <summary>Notes a failure.</summary>
    public void Fail(string what)
    {
        Failures++;
        Console.WriteLine("  WRONG: " + what);
    }

    private void Add(string name, double error, double allowed, bool isWhole)
    {
        Count++;
        Largest = Larger(Largest, error == 0 ? 0 : error / allowed);
        if (!isWhole || !(error <= allowed))
        {
            Fail(FormattableString.Invariant($"{name}: error {error:G3}, allowed {allowed:G3}"));
        }
    }

    // Math.Max passes NaN on, which is what a comparison must not lose.
    private static double Larger(double a, double b) => Math.Max(a, b);
}

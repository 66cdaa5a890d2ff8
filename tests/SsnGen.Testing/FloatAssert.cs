using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SsnGen.Testing;

/// <summary>Compares computed numbers with a reference. What is not finite, in either, is always a failure.</summary>
public static class FloatAssert
{
    /// <summary>
    /// Asserts ‖actual − expected‖ ≤ tolerance·‖expected‖ in the Euclidean norm: the measure for tensors, whose small
    /// elements inherit the rounding errors of their large ones.
    /// </summary>
    /// <typeparam name="TExpected">The type of the reference, often <see langword="double"/>.</typeparam>
    /// <typeparam name="TActual">The type of the numbers under test.</typeparam>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">The numbers under test, as many.</param>
    /// <param name="tolerance">The allowed ratio of the norms.</param>
    /// <param name="floor">The least that ‖expected‖ counts as, for a reference that may vanish. Default 0.</param>
    /// <param name="name">What is compared; by default the expression given for <paramref name="actual"/>.</param>
    /// <exception cref="FloatAssertException">The numbers differ by more, or not all are finite.</exception>
    public static void NormWise<TExpected, TActual>(
        ReadOnlySpan<TExpected> expected,
        ReadOnlySpan<TActual> actual,
        double tolerance,
        double floor = 0,
        [CallerArgumentExpression(nameof(actual))] string name = "")
        where TExpected : IBinaryFloatingPointIeee754<TExpected>
        where TActual : IBinaryFloatingPointIeee754<TActual>
    {
        CheckArguments(expected.Length, actual.Length, tolerance, name);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);

        var differences = new Differences<TExpected, TActual>(expected, actual, name);
        var norm = Math.Max(differences.ExpectedNorm, floor);
        if (differences.Norm > tolerance * norm)
            differences.Fail($"‖actual − expected‖ = {Text(differences.Norm)} for ‖expected‖ = {Text(norm)}, a ratio of {Text(differences.Norm / norm)}", tolerance);
    }

    /// <summary>Asserts |actual − expected| ≤ tolerance for each element.</summary>
    /// <typeparam name="TExpected">The type of the reference, often <see langword="double"/>.</typeparam>
    /// <typeparam name="TActual">The type of the numbers under test.</typeparam>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">The numbers under test, as many.</param>
    /// <param name="tolerance">The allowed difference.</param>
    /// <param name="name">What is compared; by default the expression given for <paramref name="actual"/>.</param>
    /// <exception cref="FloatAssertException">The numbers differ by more, or not all are finite.</exception>
    public static void MaxDifference<TExpected, TActual>(
        ReadOnlySpan<TExpected> expected,
        ReadOnlySpan<TActual> actual,
        double tolerance,
        [CallerArgumentExpression(nameof(actual))] string name = "")
        where TExpected : IBinaryFloatingPointIeee754<TExpected>
        where TActual : IBinaryFloatingPointIeee754<TActual>
    {
        CheckArguments(expected.Length, actual.Length, tolerance, name);

        var differences = new Differences<TExpected, TActual>(expected, actual, name);
        if (differences.Largest > tolerance)
            differences.Fail($"the largest difference is {Text(differences.Largest)}", tolerance);
    }

    private static void CheckArguments(int expected, int actual, double tolerance, string name)
    {
        // Written so that a tolerance of NaN, which would let everything pass, is refused.
        if (!(tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is a number of at least 0.");
        if (expected == 0 || expected != actual)
            throw new FloatAssertException($"{name}: {expected} elements expected (at least 1), found {actual}.");
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The differences of two vectors of finite numbers.</summary>
    private readonly ref struct Differences<TExpected, TActual>
        where TExpected : IBinaryFloatingPointIeee754<TExpected>
        where TActual : IBinaryFloatingPointIeee754<TActual>
    {
        private readonly ReadOnlySpan<TExpected> _expected;
        private readonly ReadOnlySpan<TActual> _actual;
        private readonly string _name;
        private readonly int _worst;

        public Differences(ReadOnlySpan<TExpected> expected, ReadOnlySpan<TActual> actual, string name)
        {
            _expected = expected;
            _actual = actual;
            _name = name;
            var (squares, expectedSquares) = (0.0, 0.0);
            for (var i = 0; i < expected.Length; i++)
            {
                if (!TExpected.IsFinite(expected[i]) || !TActual.IsFinite(actual[i]))
                    throw new FloatAssertException($"{name}: not finite {Place(i)}.");
                var reference = double.CreateChecked(expected[i]);
                var difference = Math.Abs(double.CreateChecked(actual[i]) - reference);
                squares += difference * difference;
                expectedSquares += reference * reference;
                if (difference > Largest)
                    (Largest, _worst) = (difference, i);
            }

            (Norm, ExpectedNorm) = (Math.Sqrt(squares), Math.Sqrt(expectedSquares));
        }

        public double Norm { get; }

        public double ExpectedNorm { get; }

        public double Largest { get; }

        public void Fail(string finding, double tolerance) =>
            throw new FloatAssertException($"{_name}: {finding}; allowed is {Text(tolerance)}. The worst is {Place(_worst)}.");

        private string Place(int i) => string.Create(
            CultureInfo.InvariantCulture, $"at [{i}] of {_expected.Length}: expected {_expected[i]}, actual {_actual[i]}");
    }
}

/// <summary>Numbers differ from their reference by more than allowed.</summary>
/// <param name="message">What differs, where, and by how much.</param>
public sealed class FloatAssertException(string message) : Exception(message);

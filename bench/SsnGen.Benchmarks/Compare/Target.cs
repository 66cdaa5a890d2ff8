using System.Globalization;

namespace SsnGen.Benchmarks.Compare;

/// <summary>What a row is held to: the highest ratio to its peer, or the lowest fraction of the machine's limit.</summary>
internal readonly record struct Target(double Value, bool IsFraction)
{
    /// <summary>By how much a target may be missed, the machine being shared: a tenth.</summary>
    private const double Tolerance = 0.1;

    /// <summary>The ratio of our time to the peer's is at most this.</summary>
    public static Target AtMost(double ratio) => new(ratio, IsFraction: false);

    /// <summary>The fraction of the limit that we reach is at least this.</summary>
    public static Target AtLeast(double fraction) => new(fraction, IsFraction: true);

    /// <summary>Whether it is missed by more than is tolerated.</summary>
    public bool IsMissed(double ratio, double limitFraction) =>
        IsFraction ? limitFraction < Value / (1 + Tolerance) : ratio > Value * (1 + Tolerance);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsFraction ? ">=" : "<=")}{Value}");
}

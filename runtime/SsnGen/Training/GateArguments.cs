using System.Globalization;
using System.Runtime.CompilerServices;

namespace SsnGen.Training;

/// <summary>The checks that all gates make at their public edge, and the order in which the sparse ones look at their input.</summary>
internal static class GateArguments
{
    /// <summary>Up to this many control parameters a gate works on the stack and allocates nothing.</summary>
    internal const int StackLength = 16;

    internal static void CheckControl(ReadOnlySpan<double> z)
    {
        if (z.IsEmpty)
            throw new ArgumentException("There has to be at least one control parameter.", nameof(z));
        for (var i = 0; i < z.Length; i++)
        {
            if (!double.IsFinite(z[i]))
                throw new ControlParameterException(i, z[i]);
        }
    }

    internal static void CheckRadius(double radius)
    {
        if (!double.IsFinite(radius) || radius < 0)
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius has to be a finite number, at least 0.");
    }

    internal static void CheckLength(int actual, int expected, [CallerArgumentExpression(nameof(actual))] string span = "")
    {
        if (actual != expected)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"There are {expected} control parameters, but {actual} values here."),
                span.Replace(".Length", "", StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// Orders control parameters from the largest to the smallest, earlier ones first among equals (by insertion: there
    /// are as many as normalizers).
    /// </summary>
    /// <param name="z">The control parameters, [K].</param>
    /// <param name="order">Their indices, ordered, [K].</param>
    /// <param name="gaps">
    /// z less its maximum, ordered, [K]: 0 first, and nothing below −1, where projections onto the simplex stop to see a
    /// difference; so huge values cannot overflow.
    /// </param>
    internal static void Sort(ReadOnlySpan<double> z, Span<int> order, Span<double> gaps)
    {
        for (var i = 0; i < z.Length; i++)
        {
            var place = i;
            for (; place > 0 && z[order[place - 1]] < z[i]; place--)
                order[place] = order[place - 1];
            order[place] = i;
        }

        var largest = z[order[0]];
        for (var i = 0; i < z.Length; i++)
            gaps[i] = Math.Max(z[order[i]] - largest, -1);
    }
}

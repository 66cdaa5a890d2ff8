using System.Globalization;
using System.Numerics;

namespace SsnGen.Networks;

/// <summary>Looks for values that are NaN or infinite, which nothing trained well has.</summary>
public static class FiniteValues
{
    private const int Exponent = 0x7F800000;

    /// <summary>The index of the first value that is NaN or infinite, or −1.</summary>
    /// <param name="values">The values.</param>
    public static int IndexOfOther(ReadOnlySpan<float> values)
    {
        var exponent = new Vector<int>(Exponent);
        var start = 0;
        for (; start + Vector<float>.Count <= values.Length; start += Vector<float>.Count)
        {
            if (Vector.EqualsAny(Vector.AsVectorInt32(new Vector<float>(values[start..])) & exponent, exponent))
            {
                break;
            }
        }

        for (; start < values.Length; start++)
        {
            if (!float.IsFinite(values[start]))
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>What is wrong with the values of a tensor, in words that follow its name; null where all are finite.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="layer">The path of the layer that the tensor belongs to.</param>
    /// <returns>Such as <c>value 3 of 16 is NaN (layer Stem)</c>.</returns>
    public static string? Problem(ReadOnlySpan<float> values, string layer) =>
        IndexOfOther(values) is >= 0 and var index
            ? string.Create(CultureInfo.InvariantCulture, $"value {index} of {values.Length} is {values[index]} (layer {layer})")
            : null;
}

using System.Globalization;

namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Numbers and lists as C# has them.</summary>
internal static class Literals
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>A float, such as <c>0.2f</c> or <c>1e-5f</c>; whole numbers as such.</summary>
    public static string Of(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent > 0 ? $"{text[..exponent]}e{int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture)}f"
            : text.Contains('.', StringComparison.Ordinal) ? text + "f"
            : text;
    }

    /// <summary>A list, such as <c>[1, 7]</c>.</summary>
    public static string Of(IEnumerable<int> values) => $"[{string.Join(", ", values.Select(Of))}]";
}

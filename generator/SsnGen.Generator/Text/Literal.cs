using System.Globalization;

namespace SsnGen.Generator.Text;

/// <summary>C# literals, the same on every machine and exact when read back.</summary>
internal static class Literal
{
    /// <summary>A float literal.</summary>
    public static string Of(float value)
    {
        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        return Digits(value.ToString("R", CultureInfo.InvariantCulture), value == 0 && 1 / value < 0) + "f";
    }

    /// <summary>A double literal.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        var digits = Digits(value.ToString("R", CultureInfo.InvariantCulture), value == 0 && 1 / value < 0);
        return digits.IndexOfAny(['.', 'E']) < 0 ? digits + ".0" : digits;
    }

    /// <summary>An integer literal, in digits.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A bool literal.</summary>
    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>A string literal, quotes included.</summary>
    public static string Of(string value) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A float in the characters of an identifier: 1E-06 is 1Em06, 0.2 is 0p2.</summary>
    public static string Digits(float value) => Of(value).TrimEnd('f').Replace("+", "").Replace('-', 'm').Replace('.', 'p');

    // .NET Framework, on which some compilers run, prints −0 without its sign.
    private static string Digits(string text, bool negativeZero) => negativeZero && text[0] != '-' ? "-" + text : text;
}

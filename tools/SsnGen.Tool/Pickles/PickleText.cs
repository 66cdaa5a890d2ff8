using System.Globalization;
using System.Numerics;
using System.Text;

namespace SsnGen.Tool.Pickles;

/// <summary>Texts and integers of pickles.</summary>
internal static class PickleText
{
    /// <summary>UTF-8 that refuses what is none.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>An integer as a long, if it fits into one.</summary>
    public static object Integer(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    /// <summary>A text in quotes with Python's escapes.</summary>
    public static string Quoted(string line)
    {
        if (line.Length < 2 || line[0] is not ('\'' or '"') || line[^1] != line[0])
        {
            throw new FormatException("a text has no quotes");
        }

        var text = new StringBuilder(line.Length);
        var inside = line[1..^1];
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] != '\\' || i + 1 == inside.Length)
            {
                text.Append(inside[i]);
                continue;
            }

            var escaped = inside[++i];
            text.Append(escaped switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'x' => Hexadecimal(inside, ref i, 2),
                _ => escaped,
            });
        }

        return text.ToString();
    }

    /// <summary>A text with escapes of four digits.</summary>
    public static string RawUnicode(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == 'u')
            {
                i++;
                text.Append(Hexadecimal(line, ref i, 4));
            }
            else
            {
                text.Append(line[i]);
            }
        }

        return text.ToString();
    }

    private static char Hexadecimal(string text, ref int place, int digits)
    {
        if (place + digits >= text.Length || !ushort.TryParse(text.AsSpan(place + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw new FormatException("an escape of a text is none");
        }

        place += digits;
        return (char)value;
    }
}

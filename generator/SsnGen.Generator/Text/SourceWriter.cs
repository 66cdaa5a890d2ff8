using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace SsnGen.Generator.Text;

/// <summary>Writes indented C#: four spaces, lines ended by \n on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>Whether it runs in browsers and nowhere else.</summary>
    public bool IsForBrowsers { get; init; }

    /// <summary>Writes text of one or more lines (separated by \n), each at the current indentation; empty lines stay empty.</summary>
    public SourceWriter Line(string text = "")
    {
        foreach (var line in text.Split('\n'))
        {
            var content = line.TrimEnd('\r');
            if (content.Length > 0)
            {
                _text.Append(' ', 4 * _indent).Append(content);
            }

            _text.Append('\n');
        }

        return this;
    }

    /// <summary>Writes an XML documentation summary; the text is escaped, and may have several lines.</summary>
    public SourceWriter Summary(string text) => Documentation("summary", text);

    /// <summary>
    /// Writes XML documentation remarks. What a generated part says of a class is a remark: the summary is for the part
    /// that its author writes.
    /// </summary>
    public SourceWriter Remarks(string text) => Documentation("remarks", text);

    private SourceWriter Documentation(string tag, string text)
    {
        var lines = Escape(text).Split('\n');
        if (lines.Length == 1)
        {
            return Line($"/// <{tag}>{lines[0]}</{tag}>");
        }

        Line($"/// <{tag}>");
        foreach (var line in lines)
        {
            Line("/// " + line);
        }

        return Line($"/// </{tag}>");
    }

    /// <summary>Opens a block with a head line and a brace; disposing the result closes it.</summary>
    /// <param name="head">The line before the brace, or null for a bare block.</param>
    /// <param name="end">What follows the closing brace.</param>
    public Block Open(string? head, string end = "")
    {
        if (head is not null)
        {
            Line(head);
        }

        Line("{");
        _indent++;
        return new Block(this, "}" + end);
    }

    /// <summary>Indents what follows by one level until the result is disposed.</summary>
    public Block Indent()
    {
        _indent++;
        return new Block(this, null);
    }

    public override string ToString() => _text.ToString();

    /// <summary>The text as the compiler takes it: UTF-8 without a byte order mark.</summary>
    public SourceText ToSourceText() => SourceText.From(ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>Escapes text for XML documentation.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>An open block.</summary>
    internal readonly struct Block(SourceWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            if (end is not null)
            {
                writer.Line(end);
            }
        }
    }
}

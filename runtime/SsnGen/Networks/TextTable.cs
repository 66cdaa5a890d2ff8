namespace SsnGen.Networks;

/// <summary>Lays out rows of text in columns.</summary>
internal static class TextTable
{
    private const int Widest = 120;
    private const string Gap = "  ";

    /// <summary>The lines of a table with the titles of its columns.</summary>
    public static IEnumerable<string> LinesWithTitles(IReadOnlyList<TextColumn> columns, IReadOnlyList<string[]> rows)
    {
        string[] titles = [.. columns.Select(static c => c.Title)];
        var widths = Widths(columns, [titles, .. rows]);
        string[] rules = [.. widths.Select(static w => new string('-', w))];
        return new[] { titles, rules }.Concat(rows).SelectMany(row => Row(columns, widths, row));
    }

    /// <summary>The lines of a table without titles.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<TextColumn> columns, IReadOnlyList<string[]> rows)
    {
        var widths = Widths(columns, rows);
        return rows.SelectMany(row => Row(columns, widths, row));
    }

    // A column that wraps has what the others leave, but room for its longest word.
    private static int[] Widths(IReadOnlyList<TextColumn> columns, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. columns.Select((_, i) => rows.Max(r => r[i].Length))];
        for (var i = 0; i < widths.Length; i++)
        {
            if (columns[i].Wraps)
            {
                var room = Widest - (widths.Sum() - widths[i]) - (Gap.Length * (widths.Length - 1));
                var word = rows.Max(r => r[i].Split(' ').Max(static w => w.Length));
                widths[i] = Math.Min(widths[i], Math.Max(room, word));
            }
        }

        return widths;
    }

    private static IEnumerable<string> Row(IReadOnlyList<TextColumn> columns, int[] widths, string[] row)
    {
        string[][] cells = [.. row.Select((text, i) => Wrap(text, widths[i]).ToArray())];
        for (var line = 0; line < cells.Max(static c => c.Length); line++)
        {
            var parts = cells.Select((cell, i) =>
            {
                var text = line < cell.Length ? cell[line] : "";
                return columns[i].IsNumber ? text.PadLeft(widths[i]) : text.PadRight(widths[i]);
            });
            yield return string.Join(Gap, parts).TrimEnd();
        }
    }

    // Behind a comma if there is one, else between two words.
    private static IEnumerable<string> Wrap(string text, int width)
    {
        var start = 0;
        while (text.Length - start > width)
        {
            var comma = text.LastIndexOf(", ", start + width, width + 1, StringComparison.Ordinal);
            var space = comma >= 0 ? comma + 1 : text.LastIndexOf(' ', start + width, width + 1);
            yield return text[start..space];
            start = space + 1;
        }

        yield return text[start..];
    }
}

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Title">Its title.</param>
internal sealed record TextColumn(string Title)
{
    /// <summary>Whether it stands to the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether its texts continue on the next line where the table would be too wide.</summary>
    public bool Wraps { get; init; }
}

using Spectre.Console;

namespace SsnGen.Tool;

/// <summary>Tables in a terminal, and in files, where nothing of them is cut or wrapped.</summary>
/// <param name="headers">The heads of the columns; those of numbers end with <c>&gt;</c>, which aligns them to the right.</param>
internal sealed class ToolTable(params IReadOnlyList<string> headers)
{
    private const int Gap = 2;
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>Prints it, unless it is empty.</summary>
    public void Write(IAnsiConsole console)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var table = new Table { Border = TableBorder.None };
        foreach (var header in headers)
        {
            var isNumber = header.EndsWith('>');
            table.AddColumn(new TableColumn(new Text(header.TrimEnd('>'))) { NoWrap = true, Alignment = isNumber ? Justify.Right : Justify.Left, Padding = new Padding(0, 0, Gap, 0) });
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(static cell => new Text(ToolOutput.Printable(cell))));
        }

        // As wide as it is; terminals break longer lines themselves. No character takes more than two places.
        var width = headers.Select((header, i) => _rows.Max(row => Math.Max(header.Length, 2 * row[i].Length)) + Gap).Sum();
        console.Profile.Width = Math.Max(console.Profile.Width, width);
        console.Write(table);
    }
}

using Spectre.Console;

namespace SsnGen.Tool;

/// <summary>Tables in a terminal, and in files, where nothing of them is cut or wrapped.</summary>
/// <param name="headers">The heads of the columns; those of numbers end with <c>&gt;</c>, which aligns them to the right.</param>
internal sealed class ToolTable(params IReadOnlyList<string> headers)
{
    // Wider than any name and shape; terminals break longer lines themselves.
    private const int Width = 400;
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
            table.AddColumn(new TableColumn(new Text(header.TrimEnd('>'))) { NoWrap = true, Alignment = isNumber ? Justify.Right : Justify.Left, Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(static cell => new Text(ToolOutput.Printable(cell))));
        }

        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        console.Write(table);
    }
}

using System.Globalization;

namespace SsnGen.Networks;

/// <summary>Renders a <see cref="NetworkSummary"/>.</summary>
internal static class SummaryText
{
    private const string Nothing = "-";

    private static readonly TextColumn[] _columns =
    [
        new("layer"), new("what") { Wraps = true }, new("output"), new("parameters") { IsNumber = true }, new("multiply-adds") { IsNumber = true }, new("normalization"),
    ];

    private static readonly TextColumn[] _facts = [new(""), new("") { Wraps = true }];

    /// <summary>The summary as a table.</summary>
    public static string Of(NetworkSummary summary)
    {
        string[][] layers = [.. summary.Layers.Select(static l => new[]
        {
            l.Layer.Path, l.Words, l.Layer.Output.ToString(), Cell(l.Parameters), Cell(l.MultiplyAdds), l.Layer.Normalization?.ToString() ?? Nothing,
        })];
        string[] lines =
        [
            .. TextTable.Lines(_facts, [.. Head(summary)]),
            "",
            .. TextTable.LinesWithTitles(_columns, layers),
            "",
            .. TextTable.Lines(_facts, [.. Totals(summary)]),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string[]> Head(NetworkSummary summary)
    {
        if (summary.Name is { } name)
        {
            yield return ["network", name];
        }

        foreach (var input in summary.Graph.Inputs)
        {
            yield return ["takes", input + (input.Pixels is null ? "" : ", or 8-bit pixels")];
        }

        foreach (var output in summary.Graph.Outputs)
        {
            yield return ["returns", output.ToString()];
        }

        if (summary.SelectionHash is { } hash)
        {
            yield return ["selection", hash];
        }
    }

    private static IEnumerable<string[]> Totals(NetworkSummary summary)
    {
        yield return ["layers", Number(summary.Layers.Count)];
        yield return ["parameters", $"{Number(summary.Parameters)}, {Bytes(summary.ParameterBytes)}"];
        yield return ["multiply-adds", $"{Number(summary.MultiplyAdds)} per sample"];
        if (summary.Memory is { } memory)
        {
            yield return ["working memory", $"{Bytes(memory.WorkingBytes)} per concurrent run on one thread"];
            yield return ["packed parameters", Bytes(memory.PackedBytes)];
        }
        else if (summary.Name is not null)
        {
            yield return ["memory", "no plan: there is no collapsed network with memory of its own on the processor"];
        }

        foreach (var size in summary.Sizes)
        {
            yield return [$"for {size.Graph.Inputs[0].Shape.Size}", $"{Number(size.MultiplyAdds)} multiply-adds{(size.Memory is { } of ? ", " + Words(of) : "")}"];
        }
    }

    private static string Words(PlannedMemory memory) =>
        $"{Bytes(memory.WorkingBytes)} of working memory, {(memory.PackedBytes == 0 ? "the same packed parameters" : Bytes(memory.PackedBytes) + " of packed parameters of its own")}";

    private static string Cell(long value) => value == 0 ? Nothing : Number(value);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    // Such as 37,888 bytes (37.0 KiB).
    private static string Bytes(long bytes)
    {
        string[] units = ["KiB", "MiB", "GiB"];
        var (amount, unit) = (bytes / 1024.0, 0);
        while (amount >= 1024 && unit < units.Length - 1)
        {
            (amount, unit) = (amount / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes ({amount:N1} {units[unit]})");
    }
}

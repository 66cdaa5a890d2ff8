using System.Globalization;
using System.Net;
using System.Text;
using SsnGen.History;

namespace SsnGen.Tool.Plots;

/// <summary>All pages in one HTML file that loads nothing.</summary>
internal static class HtmlReport
{
    /// <summary>Writes it.</summary>
    /// <param name="history">The history.</param>
    /// <param name="pages">The pages, with their pictures as SVG.</param>
    public static string Of(TrainingHistory history, IEnumerable<(Page Page, string Svg)> pages)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Escaped(history.Model)}}: {{history.Steps.Count}} steps</title>
            <style>
            body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1f2430; background: #fff; }
            figure { margin: 2rem 0; overflow-x: auto; }
            figcaption { margin-bottom: .5rem; }
            svg { max-width: 100%; height: auto; }
            table { border-collapse: collapse; }
            th, td { padding: .25rem 1rem .25rem 0; text-align: left; border-bottom: 1px solid #dde0e6; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
            </style>
            </head>
            <body>
            <h1>{{Escaped(history.Model)}}</h1>
            {{Facts(history)}}
            {{Table(history)}}

            """);
        foreach (var (page, svg) in pages)
        {
            // Behind the declaration of a file of its own.
            text.Append(CultureInfo.InvariantCulture, $"<figure>\n<figcaption>{Escaped(page.Title)}</figcaption>\n{svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].Trim()}\n</figure>\n");
        }

        return text.Append("</body>\n</html>\n").ToString();
    }

    private static string Facts(TrainingHistory history)
    {
        var last = history.Steps[^1];
        var scores = history.Scores.GroupBy(static s => s.Name).Select(static s => FormattableString.Invariant($"{Escaped(s.Key)} {s.Last().Value:0.####}"));
        return $"<p>{string.Join(", ", scores.Prepend(FormattableString.Invariant($"{history.Steps.Count} steps to step {last.Step}")).Append(FormattableString.Invariant($"loss {last.Loss:0.####}")).Append(FormattableString.Invariant($"radius {last.Radius:0.###}")))}"
            + (last.RefusedBatches > 0 ? $", {last.RefusedBatches} batches that were not finite" : "") + ".</p>";
    }

    private static string Table(TrainingHistory history)
    {
        var text = new StringBuilder("<table>\n<tr><th>layer</th><th>mean</th><th class=\"number\">fixed in step</th><th>variance</th><th class=\"number\">fixed in step</th></tr>\n");
        for (var i = 0; i < history.Layers.Length; i++)
        {
            var (ratios, (mean, variance)) = (history.Steps[^1].Layers[i], history.FixedAt(i));
            text.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escaped(history.Layers[i].Path)}</td>{Cells(history.Layers[i], ratios.Mean.Span, mean)}{Cells(history.Layers[i], ratios.Variance.Span, variance)}</tr>\n");
        }

        return text.Append("</table>").ToString();
    }

    private static string Cells(HistoryLayer layer, ReadOnlySpan<float> ratios, long? step)
    {
        // What was fixed may have been opened again.
        if (step is { } one && ratios.IndexOf(1f) is >= 0 and var selected)
        {
            return FormattableString.Invariant($"<td>{layer.Normalizers[selected]}</td><td class=\"number\">{one}</td>");
        }

        var mixture = new List<string>();
        for (var k = 0; k < ratios.Length; k++)
        {
            mixture.Add(FormattableString.Invariant($"{layer.Normalizers[k]} {ratios[k]:0.00}"));
        }

        return $"<td>{string.Join(", ", mixture)}</td><td class=\"number\"></td>";
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(ToolOutput.Printable(text));
}

using System.Text;
using SsnGen.Files;
using SsnGen.History;

namespace SsnGen.Tool.Plots;

/// <summary>All pictures of a training, and a report of them.</summary>
internal static class HistoryPlots
{
    /// <summary>The pages that a history has.</summary>
    /// <exception cref="ToolException">No step was recorded.</exception>
    public static IReadOnlyList<Page> Of(TrainingHistory history, string path) => history.Steps.Count == 0
        ? throw ToolException.InFile($"{path} has no steps yet: nothing is to be seen.")
        : history.Layers.IsEmpty
            ? [LossPage.Of(history)]
            : [LossPage.Of(history), SelectionPage.Of(history), .. RatiosPages.Of(history), .. SimplexPage.Of(history) is { } simplex ? [simplex] : (Page[])[]];

    /// <summary>Writes them, and <c>report.html</c>.</summary>
    /// <param name="history">The history.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="folder">Where to; made where it is missing. Files of the same names are replaced.</param>
    /// <param name="isSvg">Whether pictures are SVG; otherwise they are PNG.</param>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(TrainingHistory history, string path, string folder, bool isSvg)
    {
        var pages = Of(history, path).Select(static page => (Page: page, Svg: page.Svg())).ToArray();
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        foreach (var (page, svg) in pages)
        {
            Write(page.Name + (isSvg ? ".svg" : ".png"), isSvg ? Encoding.UTF8.GetBytes(svg) : page.Png());
        }

        Write("report.html", Encoding.UTF8.GetBytes(HtmlReport.Of(history, pages)));
        return files;

        void Write(string name, byte[] bytes)
        {
            var file = Path.Combine(folder, name);
            AtomicFile.Write(file, stream => stream.Write(bytes));
            files.Add(file);
        }
    }
}

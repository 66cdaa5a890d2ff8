using System.Text.Json;
using System.Xml.Linq;
using SkiaSharp;
using SsnGen.History;
using SsnGen.Testing;
using SsnGen.Tool.Plots;
using SsnGen.Training;

namespace SsnGen.Tool.Tests;

public sealed class PlotTests : IDisposable
{
    private static readonly string[] _pages = ["loss", "selection", "ratios", "simplex"];

    private readonly TemporaryFolder _folder = new();

    private string History => _folder.File("net.history");

    private string Out => _folder.File("net");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_picture_is_drawn_and_the_report_loads_nothing()
    {
        Write(400);
        var run = ToolRun.Of("plot", History);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal([.. _pages.Select(static p => p + ".png").Append("report.html").Order(StringComparer.Ordinal)], Files());
        foreach (var page in HistoryPlots.Of(TrainingHistory.Load(History), History))
        {
            // Each plot of it is there.
            using var picture = SKBitmap.Decode(Path.Combine(Out, page.Name + ".png"));
            Assert.Equal(page.Columns * page.Width, picture.Width);
            for (var i = 0; i < page.Plots.Count; i++)
            {
                using var plot = new SKBitmap();
                Assert.True(picture.ExtractSubset(plot, SKRectI.Create(i % page.Columns * page.Width, i / page.Columns * page.Height, page.Width, page.Height)));
                Assert.True(plot.Pixels.Count(static p => p != SKColors.White) > 1000, $"{page.Name}, plot {i}");
            }
        }

        var report = File.ReadAllText(Path.Combine(Out, "report.html"));
        Assert.Contains("<h1>A.&lt;Net&gt;</h1>", report, StringComparison.Ordinal);
        Assert.Contains("<td>Stem</td><td>Batch</td><td class=\"number\">", report, StringComparison.Ordinal);
        Assert.Equal(_pages.Length, report.Split("<svg").Length - 1);
        Assert.DoesNotContain("src=", report, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_is_what_its_name_says()
    {
        Write(40);
        using var json = JsonDocument.Parse(ToolRun.Of("plot", History, "--svg", "--out", _folder.File("svg"), "--json").Output);

        var files = json.RootElement.GetProperty("files").EnumerateArray().Select(static f => f.GetString()!).ToArray();
        Assert.Equal(_pages.Length + 1, files.Length);
        foreach (var file in files.Where(static f => f.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var svg = XDocument.Load(file);
            Assert.Equal("svg", svg.Root!.Name.LocalName);
            Assert.True(svg.Descendants().Count() > 50, file);
        }
    }

    [Fact]
    public void A_network_of_many_layers_has_several_pages_and_one_without_a_choice_has_its_loss()
    {
        Write(3, layers: 20);
        Assert.Equal(0, ToolRun.Of("plot", History).ExitCode);
        Assert.Equal(["ratios-1.png", "ratios-2.png", "ratios-3.png"], Files().Where(static f => f.StartsWith("ratios", StringComparison.Ordinal)));

        Write(3, layers: 0);
        Assert.Equal(0, ToolRun.Of("plot", History, "--out", _folder.File("none")).ExitCode);
        Assert.Equal(["loss.png", "report.html"], Directory.GetFiles(_folder.File("none")).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_long_training_is_no_longer_report()
    {
        Write(20_000);
        Assert.Equal(0, ToolRun.Of("plot", History).ExitCode);
        Assert.InRange(new FileInfo(Path.Combine(Out, "report.html")).Length, 10_000, 2_000_000);
    }

    [Fact]
    public void A_layer_that_was_opened_again_is_a_mixture()
    {
        HistoryLayer[] layers = [new("Stem", [Normalizer.Batch, Normalizer.Group], Gate.SparsestMax, IsShared: true)];
        float[] selected = [0, 1], mixed = [0.25f, 0.75f];
        using (var writer = HistoryWriter.Open(History, "Net", layers))
        {
            writer.Add(new HistoryStep(1, 1, 1, 0.1, 0, 0, [new HistoryRatios(selected, selected, true, true)]));
            writer.Add(new HistoryStep(2, 1, 0, 0.1, 0, 0, [new HistoryRatios(mixed, mixed, false, false)]));
        }

        Assert.Equal(0, ToolRun.Of("plot", History).ExitCode);
        Assert.Contains("<td>Batch 0.25, Group 0.75</td>", File.ReadAllText(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_drawn_is_told()
    {
        Write(0);
        Refused(1, "has no steps yet", History);
        File.WriteAllText(_folder.File("text"), "text");
        Refused(1, "is no history", _folder.File("text"), "--out", Out);
        Refused(1, "none.history", _folder.File("none.history"));
        Refused(2, "is no folder", History, "--out", _folder.File("text"));
        Refused(2, "is no folder", History, "--out", "");

        void Refused(int exitCode, string words, params string[] arguments)
        {
            var run = ToolRun.Of(["plot", .. arguments]);
            Assert.Equal(exitCode, run.ExitCode);
            Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        }
    }

    private IEnumerable<string> Files() => Directory.GetFiles(Out).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    // A training in small: control parameters that drift, and the gate itself.
    private void Write(int steps, int layers = 3)
    {
        HistoryLayer[] all = [.. Enumerable.Range(0, layers).Select(static i => new HistoryLayer(i == 0 ? "Stem" : $"Stage1.{i}.Conv", i == 1 ? [Normalizer.Batch, Normalizer.Group] : [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch], Gate.SparsestMax, IsShared: i == 1))];
        var gates = all.Select(static l => (Mean: new ImportanceRatios(l.Path, l.Normalizers, l.Gate), Variance: new ImportanceRatios(l.Path, l.Normalizers, l.Gate))).ToArray();
        using var writer = HistoryWriter.Open(History, "A.<Net>", all);
        for (var step = 1; step <= steps; step++)
        {
            var time = (float)step / steps;
            HistoryRatios[] ratios = [.. gates.Select((g, i) => new HistoryRatios(Next(g.Mean, i, time), all[i].IsShared ? Next(g.Mean, i, time) : Next(g.Variance, i + 1, time), g.Mean.IsFixed, all[i].IsShared ? g.Mean.IsFixed : g.Variance.IsFixed))];
            writer.Add(new HistoryStep(step, 2.5 * Math.Exp(-3 * time) + (0.1 * Math.Sin(step * 7.3)), time, 0.1 * (1 - time), Math.Abs(Math.Sin(step)), 0, ratios));
            if (step % 50 == 0)
            {
                writer.Add(new HistoryScore(step, "accuracy", 0.5 + (0.4 * time)));
            }
        }
    }

    private static float[] Next(ImportanceRatios ratios, int layer, float time)
    {
        if (!ratios.IsFixed)
        {
            ratios.Update([.. Enumerable.Range(0, ratios.Count).Select(k => 1 + (0.5f * time * MathF.Cos(k + (2 * layer) + (3 * time))) + (k == ratios.Count - 1 ? 0.4f * time : 0))], time);
            ratios.Freeze();
        }

        return Array.ConvertAll(ratios.Values.ToArray(), static v => (float)v);
    }
}

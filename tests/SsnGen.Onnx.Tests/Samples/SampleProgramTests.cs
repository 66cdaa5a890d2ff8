using System.Globalization;
using System.Text.RegularExpressions;
using SsnGen.Testing;

namespace SsnGen.Onnx.Tests.Samples;

/// <summary>The programs samples/Segmentation and samples/Video with what is committed beside them, run as their users run them.</summary>
public sealed partial class SampleProgramTests
{
    private static readonly string _segmentation = typeof(Segmentation.ScenesNet).Assembly.Location;
    private static readonly string _video = typeof(Video.MotionNet).Assembly.Location;

    [Fact]
    public void Scenes_of_three_sizes_are_segmented_from_one_file_of_weights_as_in_ONNX_Runtime()
    {
        using var folder = new TemporaryFolder();
        var run = ProgramRun.Of(_segmentation, ["--out", folder.File("")]);
        Assert.True(run is { ExitCode: 0, Errors: "" }, run.ToString());
        var figures = SegmentationFigures().Match(run.Output);
        Assert.True(figures.Success, run.Output);
        Assert.True(Number(figures, "miou") >= 0.8, figures.Value);
        Assert.True(Number(figures, "small") >= 0.75 && Number(figures, "large") >= 0.75, figures.Value);
        Assert.True(Number(figures, "difference") <= 1e-5, figures.Value);
        Assert.True(figures.Groups["normalizers"].Value.Split(", ").Length >= 2, figures.Value);
        AssertPictures(folder.File(""), 2);
    }

    [Fact]
    public void Motions_are_told_apart_and_the_twin_that_sees_frames_alone_cannot()
    {
        using var folder = new TemporaryFolder();
        var run = ProgramRun.Of(_video, ["--out", folder.File("")]);
        Assert.True(run is { ExitCode: 0, Errors: "" }, run.ToString());
        var figures = VideoFigures().Match(run.Output);
        Assert.True(figures.Success, run.Output);
        Assert.True(Number(figures, "accuracy") >= 0.95, figures.Value);
        Assert.InRange(Number(figures, "twin"), 0.2, 0.55);
        Assert.True(Number(figures, "difference") <= 1e-5, figures.Value);
        Assert.True(figures.Groups["normalizers"].Value.Split(", ").Length >= 2, figures.Value);
        AssertPictures(folder.File(""), 1);
    }

    [Fact]
    public void What_the_user_can_mend_is_one_line()
    {
        foreach (var program in new[] { _segmentation, _video })
        {
            var wrong = ProgramRun.Of(program, ["--speed", "1"]);
            Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
            Assert.StartsWith("'--speed' is no option", wrong.Errors, StringComparison.Ordinal);
            var missing = ProgramRun.Of(program, ["--weights", "nowhere"]);
            Assert.Equal((1, ""), (missing.ExitCode, missing.Output));
            Assert.Single(missing.Errors.TrimEnd('\n').Split('\n'));
        }
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static void AssertPictures(string folder, int count)
    {
        var files = Directory.GetFiles(folder, "*.png");
        Assert.Equal(count, files.Length);
        Assert.All(files, static f => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(f)[..4]));
    }

    [GeneratedRegex(@"segmentation: mIoU (?<miou>[\d.]+) \((?<small>[\d.]+) at 48x80, (?<large>[\d.]+) at 96x128\), pixel accuracy [\d.]+, max difference (?<difference>[\dE.-]+), layers 13 \((?<normalizers>[^)]*)\), [\d.]+ ms on 1 thread ")]
    private static partial Regex SegmentationFigures();

    [GeneratedRegex(@"video: accuracy (?<accuracy>[\d.]+) \(twin (?<twin>[\d.]+)\), max difference (?<difference>[\dE.-]+), layers 7 \((?<normalizers>[^)]*)\), [\d.]+ ms on 1 thread ")]
    private static partial Regex VideoFigures();
}

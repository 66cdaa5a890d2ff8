using SsnGen.History;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Torch;

namespace SsnGen.Tool.Tests;

/// <summary>The runs in docs/tool.md print what it says: lines behind <c>$ ssngen …</c>, where a line … stands for any number of them.</summary>
public sealed class DocumentedRunsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static void Record(string path)
    {
        HistoryLayer[] layers = [.. Digits.DigitsNet.Layers.Where(static l => l.Normalization is not null).Select(static l => new HistoryLayer(l.Path, [.. l.Normalization!.Normalizers], Gate.SparsestMax, IsShared: false))];
        using var writer = HistoryWriter.Open(path, "Digits.DigitsNet", layers);
        float[] ratios = [0.2f, 0.3f, 0.5f];
        for (var step = 1; step <= 1860; step++)
        {
            writer.Add(new HistoryStep(step, 1, 0.5, 0.1, 1, 0, [.. layers.Select(_ => new HistoryRatios(ratios, ratios, false, false))]));
        }
    }

    [Fact]
    public void They_print_what_the_document_says()
    {
        var samples = Path.Combine(RepositoryPaths.Root, "samples");
        File.Copy(Path.Combine(samples, "Digits", "digits.safetensors"), _folder.File("digits.safetensors"));
        File.Copy(Path.Combine(samples, "Digits", "DigitsNet.Selection.cs"), _folder.File("DigitsNet.Selection.cs"));
        File.Copy(Path.Combine(samples, "Video", "FramesNet.Selection.cs"), _folder.File("FramesNet.Selection.cs"));
        TorchWriter.Zip(_folder.File("digits.pth"), new Dictionary<string, object> { ["epoch"] = 9L, ["state_dict"] = ResNet() });
        Record(_folder.File("digits.history"));
        var runs = Runs(File.ReadAllLines(Path.Combine(RepositoryPaths.Root, "docs", "tool.md"))).ToList();

        Assert.Equal(["inspect", "inspect", "import", "select", "plot", "diff", "diff"], runs.Select(static run => run.Command.Split(' ')[2]));
        foreach (var (command, expected) in runs)
        {
            var run = ToolRun.Of([.. command.Split(' ').Skip(2).Select(Argument)]);
            Assert.Equal("", run.Errors);
            Check(command, expected, [.. run.Output.Replace(_folder.File("x")[..^1], "", StringComparison.Ordinal).TrimEnd('\n').Split('\n').Select(static line => line.TrimEnd())]);
        }
    }

    private string Argument(string argument) =>
        argument.StartsWith("bin/", StringComparison.Ordinal) ? AppContext.BaseDirectory + argument[4..]
        : argument.StartsWith('-') || !argument.Contains('.', StringComparison.Ordinal) ? argument
        : _folder.File(argument);

    private static void Check(string command, List<string> expected, List<string> actual)
    {
        var line = 0;
        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i] == "…")
            {
                line = i + 1 == expected.Count ? actual.Count : actual.IndexOf(expected[i + 1], line);
                Assert.True(line >= 0, $"{command}: nothing says '{expected[Math.Min(i + 1, expected.Count - 1)]}'.");
            }
            else
            {
                Assert.Equal(expected[i], line < actual.Count ? actual[line] : "(the end)");
                line++;
            }
        }

        Assert.Equal(actual.Count, line);
    }

    // A run is a block of indented lines; a blank line belongs to it where indented lines that are no command follow.
    private static IEnumerable<(string Command, List<string> Lines)> Runs(string[] document)
    {
        for (var i = 0; i < document.Length; i++)
        {
            if (!document[i].StartsWith("    $ ssngen ", StringComparison.Ordinal))
            {
                continue;
            }

            var lines = new List<string>();
            var next = i + 1;
            for (; next < document.Length && (document[next].StartsWith("    ", StringComparison.Ordinal) || document[next].Length == 0) && !document[next].StartsWith("    $", StringComparison.Ordinal); next++)
            {
                lines.Add(document[next].Length == 0 ? "" : document[next][4..]);
            }

            while (lines.Count > 0 && lines[^1].Length == 0)
            {
                lines.RemoveAt(lines.Count - 1);
            }

            yield return (document[i][4..], lines);
        }
    }

    // DigitsNet as torchvision would name it, behind DataParallel.
    private static Dictionary<string, object> ResNet()
    {
        var state = new Dictionary<string, object>();
        void Add(string name, params int[] shape) => state.Add("module." + name, TorchValue.Floats([.. Enumerable.Repeat(0.5f, shape.Aggregate(1, static (a, b) => a * b))], shape));
        void Layer(string conv, string norm, int outputs, int inputs, int kernel)
        {
            Add(conv + ".weight", outputs, inputs, kernel, kernel);
            foreach (var part in (string[])["weight", "bias", "running_mean", "running_var"])
            {
                Add($"{norm}.{part}", outputs);
            }

            state.Add($"module.{norm}.num_batches_tracked", TorchValue.Longs([1]));
        }

        Layer("conv1", "bn1", 16, 1, 3);
        Layer("layer1.0.conv1", "layer1.0.bn1", 16, 16, 3);
        Layer("layer1.0.conv2", "layer1.0.bn2", 16, 16, 3);
        Layer("layer2.0.conv1", "layer2.0.bn1", 32, 16, 3);
        Layer("layer2.0.conv2", "layer2.0.bn2", 32, 32, 3);
        Layer("layer2.0.downsample.0", "layer2.0.downsample.1", 32, 16, 1);
        Add("fc.weight", 10, 32);
        Add("fc.bias", 10);
        return state;
    }
}

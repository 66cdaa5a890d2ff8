using Google.Protobuf;
using SsnGen.Networks;
using SsnGen.Onnx.Format;
using SsnGen.Tool.Onnx.Files;
using SsnGen.Tool.Onnx.Operators;
using SsnGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Import;

/// <summary>ONNX's own tests of single nodes, and of what PyTorch wrote: what import takes of them computes what they say, and what it refuses is counted under its reason.</summary>
public sealed class NodeTests(ITestOutputHelper output)
{
    // Where Debian's package libonnx-testdata puts them.
    private const string Folder = "/usr/share/libonnx-testdata/data";

    [SkippableTheory]
    [InlineData("node", 80)]
    [InlineData("pytorch-converted", 60)]
    [InlineData("pytorch-operator", 8)]
    public void Nodes_that_are_imported_compute_what_ONNX_says(string kind, int leastThatPass)
    {
        Skip.IfNot(Directory.Exists(Folder), "ONNX's node tests are not installed: apt-get install libonnx-testdata.");
        var (passed, refused, failed) = (new List<string>(), new List<(string Test, string Reason)>(), new List<string>());
        foreach (var folder in Directory.GetDirectories(Path.Combine(Folder, kind)).Order(StringComparer.Ordinal))
        {
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
            if (!model.Graph.Node.All(static n => n.Domain.Length == 0 && OperatorReader.Known.ContainsKey(n.OpType)))
            {
                continue;
            }

            var name = Path.GetFileName(folder)["test_".Length..];
            var refusals = new List<string>();
            var (ran, wrong) = (0, 0);

            // With what stands behind the first input as constants, as weights are, and as values.
            foreach (var areConstants in (bool[])[true, false])
            {
                try
                {
                    var difference = Difference(model.Clone(), Path.Combine(folder, "test_data_set_0"), areConstants);
                    ran++;
                    wrong += difference <= 1e-4 ? 0 : 1;
                }
                catch (ToolException refusal)
                {
                    refusals.Add(Reason(refusal.Message));
                }
            }

            if (wrong > 0)
            {
                failed.Add(name);
            }
            else if (ran > 0)
            {
                passed.Add(name);
            }
            else
            {
                refused.Add((name, refusals[0]));
            }
        }

        var summary = $"{passed.Count} tests of {kind} pass, {refused.Count} are refused, {failed.Count} fail: {string.Join(", ", failed)}\n"
            + string.Join('\n', refused.GroupBy(static r => r.Reason).OrderByDescending(static g => g.Count()).Select(static g => $"{g.Count(),4} {g.Key}: {string.Join(", ", g.Select(static r => r.Test))}"))
            + $"\npassed: {string.Join(", ", passed)}";
        output.WriteLine(summary);
        Assert.True(failed.Count == 0 && passed.Count >= leastThatPass, summary);
    }

    private static double Difference(ModelProto model, string data, bool areConstants)
    {
        var tensors = Directory.GetFiles(data, "input_*.pb").OrderBy(static f => f.Length).ThenBy(static f => f, StringComparer.Ordinal).Select(static f => TensorProto.Parser.ParseFrom(File.ReadAllBytes(f))).ToArray();
        for (var i = 1; areConstants && i < tensors.Length; i++)
        {
            tensors[i].Name = model.Graph.Input[i].Name;
            model.Graph.Initializer.Add(tensors[i]);
        }

        var imported = ImportedModel.Of(model.ToByteArray());
        var inputs = imported.InputNames.Select(n => TensorReader.Read(tensors[model.Graph.Input.Select(static i => i.Name).ToList().IndexOf(n)]).Floats!).ToArray();
        var actual = imported.ByReference(inputs);
        var worst = 0.0;
        for (var i = 0; i < actual.Length; i++)
        {
            var expected = TensorReader.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, $"output_{i}.pb")))).Floats!;
            Assert.Equal(expected.Length, actual[i].Length);
            var scale = Math.Max(1, expected.Max(Math.Abs));
            worst = Math.Max(worst, expected.Zip(actual[i], (e, a) => double.IsNaN(e) && double.IsNaN(a) ? 0 : double.IsNaN(e - a) ? double.PositiveInfinity : Math.Abs(e - a) / scale).Max());
        }

        return worst;
    }

    // Of the first thing that cannot be imported, without the node's name and its numbers.
    private static string Reason(string message)
    {
        var line = message.Split('\n')[0];
        var reason = line.StartsWith("node ", StringComparison.Ordinal) || line.StartsWith("input ", StringComparison.Ordinal) || line.StartsWith("output ", StringComparison.Ordinal) ? line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..] : line;
        return System.Text.RegularExpressions.Regex.Replace(reason, @"-?\d+(\.\d+)?", "#");
    }
}

extern alias runtime;

using System.Text.RegularExpressions;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Testing;
using Runtime = runtime::SsnGen;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>docs/operators.md: each row is compiled, scheduled and exported, and no attribute of a layer is missing.</summary>
public partial class OperatorTableTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "operators.md"));

    private static readonly string[][] _rows = [.. Text.Split('\n')
        .Where(static l => l.StartsWith("| ", StringComparison.Ordinal) && l.Contains('`', StringComparison.Ordinal))
        .Select(static l => l.Split('|', StringSplitOptions.TrimEntries)[1..^1])];

    public static TheoryData<string> Rows { get; } = [.. _rows.Select(static r => r[1].Trim('`'))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_row_runs_wherever_it_says(string facets)
    {
        // Squeeze-excitation and sums name a layer of the input's shape.
        var plan = PlanText.Plan($"[SsnModel(Channels = 16, Height = 8, Width = 8)] public sealed partial class Net {{ [HardSwish] public partial Layer X {{ get; }} [{facets}] public partial Layer A {{ get; }} }}");
        var files = PlannedFiles.Of(plan, Backend.Both, trains: true);
        Assert.Superset(new HashSet<string> { "Module", "Inference", "GpuNetwork" }, files.Keys.ToHashSet());

        var graph = TestPlans.Graph(plan);
        using var model = new MemoryStream();
        SsnGen.Onnx.OnnxExport.Write(model, graph, Runtime.Networks.NetworkWeights.Random(graph.Layers, seed: 1));
        Assert.NotEqual(0, model.Length);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_row_takes_clips_and_sequences_or_is_listed(string facets)
    {
        var producer = Name().Match(facets).Value;
        var isOfPictures = Text.Split("Of pictures")[1].Split('.')[0].Contains($"`{producer}`", StringComparison.Ordinal);
        foreach (var size in new[] { "Depth = 4, Height = 8, Width = 8", "Length = 16" })
        {
            var result = PlanText.Result($"[SsnModel(Channels = 16, {size})] public sealed partial class Net {{ [HardSwish] public partial Layer X {{ get; }} [{facets}] public partial Layer A {{ get; }} }}");
            Assert.Equal(isOfPictures ? "SSN017" : "", string.Join(", ", result.Findings.Where(static f => f.Descriptor.DefaultSeverity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Select(static f => f.Descriptor.Id)));
        }
    }

    [Fact]
    public void Each_row_says_something_of_every_backend() => Assert.All(_rows, static r =>
    {
        Assert.Equal(6, r.Length);
        Assert.DoesNotContain("", r);
    });

    [Fact]
    public void Each_attribute_of_a_layer_has_a_row()
    {
        var listed = _rows.SelectMany(static r => Name().Matches(r[1]).Select(static m => m.Value + nameof(Attribute))).ToHashSet();
        string[] ofOthers = [nameof(ShortcutAttribute), nameof(RepeatAttribute), nameof(InputAttribute), nameof(InputSizeAttribute), nameof(SelectedAttribute), nameof(SsnModelAttribute), nameof(SsnBlockAttribute)];
        var attributes = typeof(ConvAttribute).Assembly.GetTypes()
            .Where(static t => t.Namespace == "SsnGen" && !t.IsAbstract && t.IsSubclassOf(typeof(Attribute)))
            .Select(static t => t.Name).Except(ofOthers);
        Assert.Empty(attributes.Except(listed));
    }

    [GeneratedRegex(@"(?<![\w.(])[A-Z]\w*")]
    private static partial Regex Name();
}

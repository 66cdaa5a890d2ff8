extern alias runtime;

using CsCheck;
using Microsoft.CodeAnalysis;
using runtime::SsnGen.Networks;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using Layer = runtime::SsnGen.Layer;
using NetworkGraph = runtime::SsnGen.NetworkGraph;

namespace SsnGen.Generator.Tests.Models;

/// <summary>Random definitions, from their source text to the values that the collapsed network computes.</summary>
public class RandomModelTests
{
    private const int ModelsPerCompilation = 8;

    [Fact]
    public void Never_throws_and_emits_code_without_warnings_or_says_why_not()
    {
        var emitted = 0;
        RandomModels.Source.Sample(
            source => emitted += EmitsOrSaysWhyNot(source) ? 1 : 0,
            iter: 40,
            threads: 1);
        Assert.True(emitted >= 10, $"Only {emitted} of 40 random definitions were not refused.");
    }

    /// <returns>Whether code was emitted.</returns>
    private static bool EmitsOrSaysWhyNot(string source)
    {
        var driver = Compile.Run(Compile.Of(source), out var output, out var diagnostics);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        Assert.Empty(diagnostics);
        var findings = Compile.Analyze(source).GetAwaiter().GetResult();
        Assert.DoesNotContain(findings, static d => d.Id == "AD0001");
        var errors = findings.Any(static d => d.Severity == DiagnosticSeverity.Error);
        var compiler = errors ? [] : Compile.Complaints(output.GetDiagnostics()).ToArray();
        Assert.True(compiler.Length == 0, string.Join("\n", compiler) + "\n" + source);
        Assert.Equal(errors, !driver.GetRunResult().GeneratedTrees.Any(static t => t.FilePath.EndsWith("Net.Inference.g.cs", StringComparison.Ordinal)));
        return !errors;
    }

    [Fact]
    public void Most_definitions_are_not_refused_and_the_others_for_what_is_wrong_with_them()
    {
        var (refused, count) = (0, 0);
        RandomModels.Source.Sample(
            source =>
            {
                count++;
                var errors = PlanText.Result(source).Findings.Where(static f => f.IsError).ToArray();
                refused += errors.Length > 0 ? 1 : 0;
                foreach (var error in errors)
                {
                    Assert.True(RandomModels.MayBeRefused(source, error.Descriptor.Id, string.Join(' ', error.Arguments)), $"{error}:\n{source}");
                }
            },
            iter: 1000,
            threads: 1);
        Assert.True(refused < count / 2, $"{refused} of {count} random definitions are refused: the tests that pass them over test little.");
    }

    [Fact]
    public void Collapsed_networks_equal_their_reference_evaluation()
    {
        var correct = RandomModels.Source.Where(static s => Plan(s, "Net") is not null).Array[ModelsPerCompilation];
        Gen.Select(correct, Gen.Int[0, int.MaxValue / 2]).Sample(
            static (sources, seed) =>
            {
                var models = sources.Select((s, i) => (Space: $"M{i}", Source: $"namespace M{i};\n{Sized(s, seed + i)}"))
                    .Select((m, i) => (m.Space, m.Source, Selection: Selection(m.Source, m.Space, new Random(seed + i)))).ToArray();
                var assembly = Compile.Load([.. models.Select(static m => m.Source), .. models.Select(static m => m.Selection)]);
                foreach (var (space, source, selection) in models)
                {
                    Check(assembly.GetType(space + ".Net", throwOnError: true)!, seed, source + "\n" + selection);
                }
            },
            iter: 4,
            threads: 1);
    }

    // For pictures of another size too, where that is possible.
    private static string Sized(string source, int seed)
    {
        var random = new Random(seed);
        var sized = source.Replace("public sealed partial class Net", $"[InputSize({random.Next(5, 18)}, {random.Next(5, 18)})]\npublic sealed partial class Net", StringComparison.Ordinal);
        return Plan(sized, "Net") is null ? source : sized;
    }

    private static ModelPlan? Plan(string source, string type) =>
        PlanText.Result(source, type).Plan;

    // A random selection for about two of three layers, as training might have written it.
    private static string Selection(string source, string space, Random random)
    {
        var (plan, sizes) = (Plan(source, space + ".Net")!, PlanText.Result(source, space + ".Net").Sizes);
        var lines = new List<string>();
        foreach (var layer in plan.Layers)
        {
            if (layer.Normalization is { } n && random.Next(3) > 0)
            {
                var mean = n.Omega[random.Next(n.Omega.Length)];
                var variance = n.SharedRatios ? mean : n.Omega[random.Next(n.Omega.Length)];
                lines.Add($"[Selected(\"{layer.Path}\", Normalizer.{mean}, Normalizer.{variance})]");
            }
        }

        // Spans cannot be passed by reflection, and there are as many as inputs and outputs.
        var inputs = string.Join(", ", plan.Inputs.Select(static (_, i) => $"inputs[{i}]"));
        var outputs = string.Join(", ", plan.Outputs.Where(static o => !o.IsTrainingOnly).Select(static (_, i) => $"outputs[{i}]"));
        return $$"""
            namespace {{space}};
            {{string.Join("\n", lines)}}
            partial class Net
            {
                public void RunArrays(float[][] inputs, float[][] outputs) => Run({{inputs}}, {{outputs}});
                {{(sizes.Length == 0 ? "" : $"public void RunSized(float[][] inputs, float[][] outputs) => Run({inputs}, {sizes[0].Model.Inputs[0].Shape.Height}, {sizes[0].Model.Inputs[0].Shape.Width}, {outputs});\n    public static NetworkGraph SizedGraph => GraphOf({sizes[0].Model.Inputs[0].Shape.Height}, {sizes[0].Model.Inputs[0].Shape.Width});")}}
            }
            """;
    }

    private static void Check(Type type, int seed, string source)
    {
        var layers = (IReadOnlyList<Layer>)type.GetProperty("Layers")!.GetValue(null)!;
        var weights = NetworkWeights.Random(layers, seed, radius: seed % 100 / 100.0);
        var network = type.GetMethod("Create")!.Invoke(null, [weights])!;
        Check(network, "Graph", "RunArrays", weights, new Random(seed), source);
        if (type.GetMethod("RunSized") is not null)
        {
            Check(network, "SizedGraph", "RunSized", weights, new Random(seed), source);
        }
    }

    private static void Check(object network, string described, string run, NetworkWeights weights, Random random, string source)
    {
        const int Batch = 3;
        var graph = (NetworkGraph)network.GetType().GetProperty(described)!.GetValue(null)!;
        float[][] inputs = [.. graph.Inputs.Select(i => Enumerable.Range(0, Batch * i.Shape.Length).Select(_ => (random.NextSingle() * 2) - 1).ToArray())];
        float[][] outputs = [.. graph.Outputs.Select(static o => new float[Batch * o.Layer.Output.Length])];

        network.GetType().GetMethod(run)!.Invoke(network, [inputs, outputs]);

        var values = ReferenceEvaluation.RunLayers(graph, weights, inputs);
        for (var i = 0; i < outputs.Length; i++)
        {
            var expected = values[graph.Outputs[i].Layer];
            var largest = Math.Max(1, expected.Max(Math.Abs));
            var difference = expected.Zip(outputs[i], static (e, a) => Math.Abs(e - a)).Max();
            Assert.True(difference <= 2e-4 * largest, $"{graph.Outputs[i].Name} of {described} differs by {difference} at a largest of {largest}:\n{source}");
        }
    }
}

extern alias runtime;

using CsCheck;
using Microsoft.CodeAnalysis;
using runtime::SsnGen.Networks;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using Layer = runtime::SsnGen.Layer;

namespace SsnGen.Generator.Tests.Models;

/// <summary>Random definitions, from their source text to the values that the collapsed network computes.</summary>
public class RandomModelTests
{
    private const int ModelsPerCompilation = 8;

    private delegate void RunNetwork(ReadOnlySpan<float> input, Span<float> output);

    [Fact]
    public void Never_throws_and_emits_code_without_warnings_or_says_why_not() => RandomModels.Source.Sample(
        source =>
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
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void Collapsed_networks_equal_their_reference_evaluation()
    {
        var correct = 0;
        Gen.Select(RandomModels.Source.Array[ModelsPerCompilation], Gen.Int[0, int.MaxValue]).Sample(
            (sources, seed) =>
            {
                var models = sources.Select(static (s, i) => $"namespace M{i};\n{s}").Select((s, i) => (Source: s, Selection: Selection(s, $"M{i}", new Random(seed + i))))
                    .Where(static m => m.Selection is not null).ToArray();
                var assembly = Compile.Load([.. models.Select(static m => m.Source), .. models.Select(static m => m.Selection!)]);
                foreach (var (source, selection) in models)
                {
                    Check(assembly.GetType(source[10..source.IndexOf(';', StringComparison.Ordinal)] + ".Net", throwOnError: true)!, seed, source + "\n" + selection);
                    correct++;
                }
            },
            iter: 6,
            threads: 1);
        Assert.True(correct > 10, $"Only {correct} of the random models were correct definitions.");
    }

    // A random selection for about two of three layers, as training might have written it; null where the model has errors.
    private static string? Selection(string source, string space, Random random)
    {
        var type = Compile.Of(source).GetTypeByMetadataName(space + ".Net")!;
        if (ModelPlanner.Plan(DefinitionReader.ReadModel(type, default), default).Plan is not { } plan)
        {
            return null;
        }

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

        return $"namespace {space};\n{string.Join("\n", lines)}\npartial class Net;";
    }

    private static void Check(Type type, int seed, string source)
    {
        const int Batch = 3;
        var layers = (IReadOnlyList<Layer>)type.GetProperty("Layers")!.GetValue(null)!;
        var weights = NetworkWeights.Random(layers, seed, radius: seed % 100 / 100.0);
        var network = type.GetMethod("Create")!.Invoke(null, [weights]);
        var run = type.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<RunNetwork>(network);
        var random = new Random(seed);
        var input = Enumerable.Range(0, Batch * layers[0].Input.Length).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        var output = new float[Batch * layers[^1].Output.Length];

        run(input, output);

        var expected = ReferenceEvaluation.Run(layers, weights, input);
        var largest = Math.Max(1, expected.Max(Math.Abs));
        var difference = expected.Zip(output, static (e, a) => Math.Abs(e - a)).Max();
        Assert.True(difference <= 2e-4 * largest, $"The outputs differ by {difference} at a largest of {largest}:\n{source}");
    }
}

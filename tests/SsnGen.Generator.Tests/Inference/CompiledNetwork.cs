extern alias runtime;

using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using runtime::SsnGen.Networks;
using runtime::SsnGen.Threading;
using SsnGen.Generator.Emission;
using SsnGen.Generator.Emission.Inference;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>An emitted network, compiled and loaded.</summary>
internal sealed class CompiledNetwork
{
    private readonly RunBatch _run;

    private CompiledNetwork(ModelPlan plan, Assembly assembly, NetworkWeights weights)
    {
        Plan = plan;
        Weights = weights;
        Type = assembly.GetType(plan.FullName, throwOnError: true)!;
        var network = Type.GetMethod("Create")!.Invoke(null, [weights])!;
        var method = Type.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>), typeof(WorkerTeam)])!;
        _run = method.CreateDelegate<RunBatch>(network);
    }

    private delegate void RunBatch(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team);

    public ModelPlan Plan { get; }

    public NetworkWeights Weights { get; }

    public Type Type { get; }

    /// <summary>Emits the text of a model.</summary>
    public static string Text(ModelPlan plan)
    {
        var writer = new SourceWriter();
        InferenceEmitter.Emit(writer, plan);
        return writer.ToString();
    }

    /// <summary>Compiles a model; any warning is a failure.</summary>
    public static CompiledNetwork Create(ModelPlan plan, int seed = 1, double radius = 0) =>
        Create([plan], seed, radius)[0];

    /// <summary>Compiles several models into one assembly.</summary>
    public static CompiledNetwork[] Create(IReadOnlyList<ModelPlan> plans, int seed = 1, double radius = 0)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13).WithDocumentationMode(DocumentationMode.Diagnose);
        var trees = plans.SelectMany(plan => new[]
        {
            CSharpSyntaxTree.ParseText(Text(plan), parse, path: plan.Name + ".g.cs"),
            CSharpSyntaxTree.ParseText($"namespace {plan.Namespace}; /// <summary>.</summary>\npublic sealed partial class {plan.Name};", parse, path: plan.Name + ".cs"),
        });
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithAllowUnsafe(true)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithWarningLevel(9999);
        MetadataReference[] references = [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(NetworkWeights).Assembly.Location)];
        var compilation = CSharpCompilation.Create("Emitted" + Guid.NewGuid().ToString("N"), trees, references, options);
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        var problems = result.Diagnostics.Where(static d => d.Severity >= DiagnosticSeverity.Warning).Take(5).ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems.Select(static d => d.ToString())));
        stream.Position = 0;
        var assembly = new AssemblyLoadContext("emitted", isCollectible: true).LoadFromStream(stream);
        return [.. plans.Select(plan => new CompiledNetwork(plan, assembly, NetworkWeights.Random(TestModels.Layers(plan), seed, radius)))];
    }

    public void Run(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team) => _run(input, output, team);

    /// <summary>Runs a batch.</summary>
    public float[] Run(float[] input, WorkerTeam? team = null)
    {
        var output = new float[input.Length / Plan.Input.Length * Plan.Output.Output.Length];
        _run(input, output, team ?? InlineTeam.Instance);
        return output;
    }

    /// <summary>Runs a batch in double precision, from the description of the layers.</summary>
    public double[] Reference(float[] input) => ReferenceEvaluation.Run(TestModels.Layers(Plan), Weights, input);

    /// <summary>Random samples.</summary>
    public float[] Samples(int count, int seed = 3)
    {
        var random = new Random(seed);
        var values = new float[count * Plan.Input.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextDouble() * 4) - 2);
        }

        return values;
    }
}

extern alias runtime;

using runtime::SsnGen.Networks;
using runtime::SsnGen.Threading;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>An emitted network, compiled and loaded.</summary>
internal sealed class CompiledNetwork
{
    private readonly RunBatch _run;

    private CompiledNetwork(ModelPlan plan, Type type, NetworkWeights weights)
    {
        Plan = plan;
        Weights = weights;
        Type = type;
        var network = Type.GetMethod("Create")!.Invoke(null, [weights])!;
        var method = Type.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>), typeof(WorkerTeam)])!;
        _run = method.CreateDelegate<RunBatch>(network);
    }

    private delegate void RunBatch(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team);

    public ModelPlan Plan { get; }

    public NetworkWeights Weights { get; }

    public Type Type { get; }

    /// <summary>Emits the text that runs a model.</summary>
    public static string Text(ModelPlan plan) => PlannedFiles.Of(plan)["Inference"];

    /// <summary>Compiles a model; any warning is a failure.</summary>
    public static CompiledNetwork Create(ModelPlan plan, int seed = 1, double radius = 0) =>
        Create([plan], seed, radius)[0];

    /// <summary>Compiles several models into one assembly.</summary>
    /// <param name="plans">The models, of different names.</param>
    /// <param name="seed">The seed of their weights.</param>
    /// <param name="radius">The radius of SparsestMax.</param>
    /// <param name="bits">The widest vectors that the networks may use.</param>
    public static CompiledNetwork[] Create(IReadOnlyList<ModelPlan> plans, int seed = 1, double radius = 0, int bits = 512)
    {
        var files = plans.SelectMany(static plan => PlannedFiles.WithClass(plan)).Select(file => (file.Path, Narrow(file.Text, bits)));
        var assembly = Compile.Load(Compile.OfFiles(files));
        return [.. plans.Select(plan => new CompiledNetwork(plan, assembly.GetType(plan.FullName, throwOnError: true)!, NetworkWeights.Random(TestModels.Layers(plan), seed, radius)))];
    }

    /// <summary>The same network with other weights.</summary>
    public CompiledNetwork With(NetworkWeights weights) => new(Plan, Type, weights);

    // As if the machine had narrower vectors: the branches that the JIT would drop here are compiled and run.
    private static string Narrow(string text, int bits)
    {
        text = bits < 512 ? text.Replace("vW::Vector512.IsHardwareAccelerated", "vW::Vector512<float>.Count < 0", StringComparison.Ordinal) : text;
        return bits < 256 ? text.Replace("vW::Vector256.IsHardwareAccelerated", "vW::Vector256<float>.Count < 0", StringComparison.Ordinal) : text;
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
    public double[] Reference(float[] input) => ReferenceEvaluation.Run(TestModels.Graph(Plan), Weights, input);

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

extern alias runtime;

using runtime::SsnGen.Networks;
using runtime::SsnGen.Threading;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>An emitted network, compiled and loaded.</summary>
internal sealed class CompiledNetwork
{
    private readonly RunBatch? _run;
    private readonly Action<object, float[][], float[][], WorkerTeam> _runAll;
    private readonly object _network;

    private CompiledNetwork(ModelPlan plan, Type type, NetworkWeights weights)
    {
        Plan = plan;
        Weights = weights;
        Type = type;
        _network = Type.GetMethod("Create")!.Invoke(null, [weights])!;
        _run = Type.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>), typeof(WorkerTeam)])?.CreateDelegate<RunBatch>(_network);
        _runAll = type.Assembly.GetType(type.FullName + "Caller", throwOnError: true)!.GetMethod("Run")!.CreateDelegate<Action<object, float[][], float[][], WorkerTeam>>();
    }

    private delegate void RunBatch(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team);

    public ModelPlan Plan { get; }

    public NetworkWeights Weights { get; }

    public Type Type { get; }

    /// <summary>The network itself.</summary>
    public object Instance => _network;

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
    /// <param name="isForBrowsers">Whether they are written for browsers.</param>
    public static CompiledNetwork[] Create(IReadOnlyList<ModelPlan> plans, int seed = 1, double radius = 0, int bits = 512, bool isForBrowsers = false)
    {
        var files = plans.SelectMany(plan => PlannedFiles.WithClass(plan, isForBrowsers: isForBrowsers).Append(Caller(plan))).Select(file => (file.Path, Narrow(file.Text, bits)));
        var assembly = Compile.Load(Compile.OfFiles(files));
        return [.. plans.Select(plan => new CompiledNetwork(plan, assembly.GetType(plan.FullName, throwOnError: true)!, NetworkWeights.Random(TestPlans.Layers(plan), seed, radius)))];
    }

    /// <summary>The same network with other weights.</summary>
    public CompiledNetwork With(NetworkWeights weights) => new(Plan, Type, weights);

    // Passes arrays on as the spans that the network takes.
    private static (string Path, string Text) Caller(ModelPlan plan)
    {
        var arguments = Enumerable.Range(0, plan.Inputs.Length).Select(static i => $"inputs[{i}]").Concat(Enumerable.Range(0, plan.Outputs.Length).Select(static i => $"outputs[{i}]"));
        return (plan.Name + "Caller.cs", $$"""
            {{(plan.Namespace.Length == 0 ? "" : $"namespace {plan.Namespace};")}}
            internal static class {{plan.Name}}Caller
            {
                public static void Run(object network, float[][] inputs, float[][] outputs, SsnGen.Threading.WorkerTeam team) => (({{plan.Name}})network).Run({{string.Join(", ", arguments)}}, team);
            }
            """);
    }

    // As if the machine had narrower vectors: the branches that the JIT would drop here are compiled and run.
    private static string Narrow(string text, int bits)
    {
        text = bits < 512 ? text.Replace("vW::Vector512.IsHardwareAccelerated", "vW::Vector512<float>.Count < 0", StringComparison.Ordinal) : text;
        return bits < 256 ? text.Replace("vW::Vector256.IsHardwareAccelerated", "vW::Vector256<float>.Count < 0", StringComparison.Ordinal) : text;
    }

    /// <summary>Runs a batch of a network of one input and one output.</summary>
    public void Run(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team) => _run!(input, output, team);

    /// <summary>Runs a batch of any network.</summary>
    public void Run(float[][] inputs, float[][] outputs, WorkerTeam team) => _runAll(_network, inputs, outputs, team);

    /// <summary>Runs a batch: all inputs in one array, and all outputs, as <see cref="Ends"/> says.</summary>
    public float[] Run(float[] input, WorkerTeam? team = null)
    {
        var outputs = Plan.Room(Plan.Count(input));
        Run(Plan.Inputs(input), outputs, team ?? InlineTeam.Instance);
        return [.. outputs.SelectMany(static o => o)];
    }

    /// <summary>Runs a batch in double precision, from the description of the layers.</summary>
    public double[] Reference(float[] input) => Plan.Reference(Weights, input);

    /// <summary>Random samples.</summary>
    public float[] Samples(int count, int seed = 3) => Plan.Samples(count, seed);
}

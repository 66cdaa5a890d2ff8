using SsnGen.Benchmarks.Generator;
using SsnGen.Benchmarks.Models;
using SsnGen.Benchmarks.Models.Imported;
using SsnGen.Networks;
using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary>A collapsed network with random weights, and a batch of random images for it.</summary>
internal sealed class NetworkUnderTest
{
    private delegate void RunBatch(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team);

    private readonly RunBatch _run;
    private readonly float[] _output;

    private NetworkUnderTest(string name, NetworkGraph graph, Func<NetworkWeights, RunBatch> create, int batch)
    {
        Name = name;
        Graph = graph;
        Batch = batch;
        Weights = NetworkWeights.Random(Layers, seed: 1);
        _run = create(Weights);
        Input = new float[batch * graph.Inputs[0].Shape.Length];
        _output = new float[batch * graph.Outputs[0].Layer.Output.Length];
        var random = new Random(2);
        for (var i = 0; i < Input.Length; i++)
        {
            Input[i] = random.NextSingle();
        }
    }

    public string Name { get; }

    public NetworkGraph Graph { get; }

    public IReadOnlyList<Layer> Layers => Graph.Layers;

    public NetworkWeights Weights { get; }

    public int Batch { get; }

    /// <summary>The images, [N, C, H, W].</summary>
    public float[] Input { get; }

    /// <summary>Multiply-adds of the whole batch.</summary>
    public double MultiplyAdds => Batch * Layers.Sum(LayerTimes.MultiplyAdds);

    public void Run(WorkerTeam team) => _run(Input, _output, team);

    /// <summary>The networks that are compared with other programs.</summary>
    public static NetworkUnderTest Create(string name, int batch) => name switch
    {
        "ResNet-50 batch" => new(name, ResNet50Batch.Graph, static w => ResNet50Batch.Create(w).Run, batch),
        "ResNet-50 mixed" => new(name, ResNet50Mixed.Graph, static w => ResNet50Mixed.Create(w).Run, batch),
        "ResNet-18 imported" => new(name, ResNet18.Graph, static w => ResNet18.Create(w).Run, batch),
        "ResNet-20 batch" => new(name, ResNet20Batch.Graph, static w => ResNet20Batch.Create(w).Run, batch),
        "ResNet-20 mixed" => new(name, ResNet20Mixed.Graph, static w => ResNet20Mixed.Create(w).Run, batch),
        _ => throw new ArgumentException($"There is no network '{name}'.", nameof(name)),
    };

    /// <summary>A network of samples/Networks.</summary>
    /// <param name="name">Its class.</param>
    /// <param name="isMixed">Whether a third of its layers each is normalized by instance, layer and batch, instead of all by batch.</param>
    public static NetworkUnderTest Sample(string name, bool isMixed)
    {
        var type = SampleNetwork.Compile(name, isMixed);
        var (graph, create) = (type.GetProperty("Graph")!, type.GetMethod("Create")!);
        Type[] parameters = [typeof(ReadOnlySpan<float>), typeof(Span<float>), typeof(WorkerTeam)];
        return new(
            $"{name} {(isMixed ? "mixed" : "batch")}",
            (NetworkGraph)graph.GetValue(null)!,
            weights => type.GetMethod("Run", parameters)!.CreateDelegate<RunBatch>(create.Invoke(null, [weights])),
            batch: 1);
    }
}

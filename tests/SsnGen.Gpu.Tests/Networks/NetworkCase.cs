using ILGPU.Runtime;
using SsnGen.Gpu.Networks;
using SsnGen.Networks;

namespace SsnGen.Gpu.Tests.Networks;

/// <summary>A network under test, on the CPU and on a device.</summary>
internal sealed record NetworkCase(
    IReadOnlyList<Layer> Layers,
    Func<NetworkWeights, Func<float[], float[]>> Cpu,
    Func<Accelerator, NetworkWeights, GpuBlas?, GpuNetwork> Create)
{
    /// <summary>All networks, by name.</summary>
    public static IReadOnlyDictionary<string, NetworkCase> All { get; } = new Dictionary<string, NetworkCase>
    {
        [nameof(ProducersNet)] = new(ProducersNet.Layers, static w => Run(ProducersNet.Create(w).Run, ProducersNet.Layers), ProducersNet.GpuNetwork.Create),
        [nameof(PairsNet)] = new(PairsNet.Layers, static w => Run(PairsNet.Create(w).Run, PairsNet.Layers), PairsNet.GpuNetwork.Create),
        [nameof(BlocksNet)] = new(BlocksNet.Layers, static w => Run(BlocksNet.Create(w).Run, BlocksNet.Layers), BlocksNet.GpuNetwork.Create),
        [nameof(ValuesNet)] = new(ValuesNet.Layers, static w => Run(ValuesNet.Create(w).Run, ValuesNet.Layers), ValuesNet.GpuNetwork.Create),
        [nameof(ScalarNet)] = new(ScalarNet.Layers, static w => Run(ScalarNet.Create(w).Run, ScalarNet.Layers), ScalarNet.GpuNetwork.Create),
    };

    private delegate void RunBatch(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Random weights; the radius leaves mixtures with ratios of zero and others.</summary>
    public NetworkWeights Weights { get; } = NetworkWeights.Random(Layers, seed: 3, radius: 0.5);

    /// <summary>Random samples.</summary>
    public float[] Samples(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * Layers[0].Input.Length).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    /// <summary>Runs a batch from host memory.</summary>
    public float[] Run(GpuNetwork network, float[] images)
    {
        var outputs = new float[images.Length / Layers[0].Input.Length * Layers[^1].Output.Length];
        network.Run(images, outputs);
        return outputs;
    }

    private static Func<float[], float[]> Run(RunBatch run, IReadOnlyList<Layer> layers) => images =>
    {
        var outputs = new float[images.Length / layers[0].Input.Length * layers[^1].Output.Length];
        run(images, outputs);
        return outputs;
    };
}

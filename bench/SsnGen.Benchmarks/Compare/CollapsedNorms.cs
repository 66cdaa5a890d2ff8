using System.Globalization;
using SsnGen.Benchmarks.Models;
using SsnGen.Buffers;
using SsnGen.Networks;
using SsnGen.Threading;
using SsnGen.TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>Collapsed normalization with ReLU, a network of its own, against a copy of the same tensor and libtorch in evaluation.</summary>
internal static class CollapsedNorms
{
    private const int Samples = 32;

    private delegate void RunBatch(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team);

    private static readonly (Normalizer Normalizer, IReadOnlyList<Layer> Layers, Func<NetworkWeights, RunBatch> Create)[] Cases =
    [
        (Normalizer.Instance, Instance64x56.Layers, static w => Instance64x56.Create(w).Run),
        (Normalizer.Layer, Layer64x56.Layers, static w => Layer64x56.Create(w).Run),
        (Normalizer.Batch, Batch64x56.Layers, static w => Batch64x56.Create(w).Run),
        (Normalizer.Instance, Instance512x28.Layers, static w => Instance512x28.Create(w).Run),
        (Normalizer.Layer, Layer512x28.Layers, static w => Layer512x28.Create(w).Run),
        (Normalizer.Batch, Batch512x28.Layers, static w => Batch512x28.Create(w).Run),
    ];

    public static void Run(int threads, bool quick, Report report)
    {
        foreach (var (normalizer, layers, create) in Cases)
        {
            Run(normalizer, layers[0].Input, create(NetworkWeights.Random(layers, seed: 1)), threads, quick ? 7 : 21, report);
        }
    }

    private static void Run(Normalizer normalizer, Shape shape, RunBatch run, int threads, int rounds, Report report)
    {
        var length = Samples * shape.Length;
        using var peers = new TorchNorms(Samples, shape.Channels, shape.Height, shape.Width);
        using var copies = new Copies(length, OpenMpTeam.Shared);
        using var input = new NativeBuffer<float>(length);
        using var output = new NativeBuffer<float>(length, zeroed: true);
        peers.Input.data<float>().CopyTo(input.Span);
        var times = Interleaved.Medians(
            rounds,
            () => run(input.Span, output.Span, OpenMpTeam.Shared),
            copies.Cached,
            copies.PastCaches,
            TorchNorms.Forward(() => nn.functional.relu(peers.Evaluate(normalizer))));
        var copy = times[1..3].Min();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Samples}x{shape.Channels}x{shape.Height}x{shape.Width} collapsed {normalizer}");
        report.Row("norm", name, threads, times[0], "best copy", copy, copy / times[0], Target.AtMost(normalizer switch
        {
            Normalizer.Instance => 1.15,
            Normalizer.Layer => 1.4,
            _ => 1.05,
        }));
        report.Row("norm", name, threads, times[0], "libtorch+relu", times[3]);
    }
}

using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary>The time of each layer of a network whose layers each are one piece of work, measured while it runs.</summary>
internal static class LayerTimes
{
    /// <summary>Milliseconds of each layer but the global average, which is too small to be shared out: medians.</summary>
    public static IReadOnlyList<(Layer Layer, double Milliseconds)> Measure(NetworkUnderTest network, WorkerTeam team, int rounds)
    {
        var shared = network.Layers.Where(static l => l.Producer is not Producer.GlobalAveragePool).ToArray();
        var timing = new TimingTeam(team);
        var times = new double[shared.Length][];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = new double[rounds];
        }

        for (var round = -2; round < rounds; round++)
        {
            timing.Restart();
            network.Run(timing);
            if (timing.Times.Count != shared.Length)
            {
                throw new InvalidOperationException($"{network.Name} shared out {timing.Times.Count} pieces of work; expected one for each of {shared.Length} layers.");
            }

            for (var i = 0; i < shared.Length && round >= 0; i++)
            {
                times[i][round] = timing.Times[i];
            }
        }

        return [.. shared.Select((layer, i) => (layer, Interleaved.Median(times[i])))];
    }

    /// <summary>Multiply-adds of a layer for one sample.</summary>
    public static double MultiplyAdds(Layer layer) => layer.Producer switch
    {
        Producer.Conv c => (double)layer.Output.Length * layer.Input.Channels / c.Groups * c.Window.Taps,
        Producer.ConvTranspose c => (double)layer.Input.Length * layer.Output.Channels * c.Window.Taps,
        Producer.Linear => (double)layer.Output.Length * layer.Input.Length,
        _ => 0,
    };
}

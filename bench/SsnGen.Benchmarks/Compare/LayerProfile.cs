using System.Globalization;
using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary><c>profile</c>: what each layer of ResNet-50 takes, and which share of the machine's arithmetic it reaches.</summary>
internal static class LayerProfile
{
    public static void Run(int threads)
    {
        using var team = new ThreadTeam(threads);
        var peak = FmaPeak.Measure(team);
        var times = LayerTimes.Measure(NetworkUnderTest.Create("ResNet-50 batch", batch: 1), team, rounds: 21);
        var total = times.Sum(static t => t.Milliseconds);
        Console.WriteLine("layer,output,ms,share,multiply_adds_per_second,limit_fraction");
        foreach (var (layer, milliseconds) in times)
        {
            var rate = LayerTimes.MultiplyAdds(layer) / (milliseconds / 1000);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{layer.Path},{layer.Output},{milliseconds:F4},{milliseconds / total:P1},{rate:E2},{rate / peak:F3}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"total,,{total:F4},,,"));
    }
}

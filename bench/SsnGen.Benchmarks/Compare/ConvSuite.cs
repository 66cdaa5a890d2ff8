using System.Globalization;
using SsnGen.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>The convolutions of ResNet-50, batch 1, each measured inside of the running network, against libtorch's of the same shape.</summary>
internal static class ConvSuite
{
    public static void Run(CompareOptions options, Report report)
    {
        var network = NetworkUnderTest.Create("ResNet-50 batch", batch: 1);
        foreach (var threads in options.Threads)
        {
            torch.set_num_threads(threads);
            using var team = new ThreadTeam(threads);
            var peak = FmaPeak.Measure(team);
            var times = LayerTimes.Measure(network, team, options.Quick ? 9 : 31)
                .Where(static t => t.Layer.Producer is Producer.Conv)
                .GroupBy(static t => Shape(t.Layer))
                .Select(g => new Row(Kind(g.First().Layer), g.Key, g.Count(), g.Average(static t => t.Milliseconds), Peer(g.First().Layer, options), LayerTimes.MultiplyAdds(g.First().Layer)))
                .ToArray();
            foreach (var row in times)
            {
                report.Row("conv", row.Shape, threads, row.Ours, "libtorch conv2d+bias+relu", row.Peer, row.MultiplyAdds / peak / (row.Ours / 1000));
            }

            foreach (var kind in times.GroupBy(static r => r.Kind))
            {
                var ours = kind.Sum(static r => r.Count * r.Ours);
                var fraction = kind.Sum(static r => r.Count * r.MultiplyAdds) / peak / (ours / 1000);
                report.Row("conv", $"all {kind.Key} of ResNet-50", threads, ours, "libtorch conv2d+bias+relu", kind.Sum(static r => r.Count * r.Peer), fraction, Goal(kind.Key, threads));
            }
        }
    }

    private static Target Goal(string kind, int threads) => Target.AtLeast(kind switch
    {
        "3x3" => threads == 1 ? 0.85 : 0.75,
        "1x1" => 0.75,
        "strided" => 0.7,
        _ => 0.5,
    });

    private static string Kind(Layer layer) => layer.Producer switch
    {
        Producer.Conv { Window.Rows.Kernel: 7 } => "stem",
        Producer.Conv { Window.Rows.Stride: > 1 } => "strided",
        Producer.Conv { Window.Rows.Kernel: 3 } => "3x3",
        _ => "1x1",
    };

    private static string Shape(Layer layer)
    {
        var (rows, columns, _) = ((Producer.Conv)layer.Producer).Window;
        var stride = rows.Stride > 1 ? $"/{rows.Stride}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{rows.Kernel}x{columns.Kernel}{stride} {layer.Input} to {layer.Output.Channels}");
    }

    private static double Peer(Layer layer, CompareOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (rows, columns, _) = ((Producer.Conv)layer.Producer).Window;
        var x = randn(1, layer.Input.Channels, layer.Input.Height, layer.Input.Width);
        var weight = randn(layer.Output.Channels, layer.Input.Channels, rows.Kernel, columns.Kernel);
        var bias = randn(layer.Output.Channels);
        return Interleaved.Medians(options.Quick ? 7 : 21, () =>
        {
            using var inner = NewDisposeScope();
            nn.functional.conv2d(x, weight, bias, [rows.Stride, columns.Stride], [rows.Before, columns.Before]).relu_();
        })[0];
    }

    private sealed record Row(string Kind, string Shape, int Count, double Ours, double Peer, double MultiplyAdds);
}

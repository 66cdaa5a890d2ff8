using Digits;
using Digits.Data;
using SsnGen.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>The collapsed network of the Digits sample against the same network in TorchSharp's operations.</summary>
internal static class ModelSuite
{
    public static void Run(CompareOptions options)
    {
        var network = DigitsNet.Load(Path.Combine(AppContext.BaseDirectory, "digits.safetensors"));
        using var peer = new PeerNetwork(DigitsNet.Layers, PeerNorm.Selected);
        peer.eval();
        var digits = RenderedDigits.Create(64, seed: 3);
        foreach (var threads in options.Threads)
        {
            torch.set_num_threads(threads);
            using var team = new ThreadTeam(threads);
            foreach (var batch in new[] { 1, 64 })
            {
                var images = digits.Images.AsSpan(0, batch * DigitsNet.InputLength).ToArray();
                var output = new float[batch * DigitsNet.OutputLength];
                using var input = tensor(images, [batch, 1, DigitSet.Side, DigitSet.Side]);
                var medians = Interleaved.SettledMedians(
                    options.Quick ? 21 : 101,
                    () => network.Run(images, output, team),
                    () =>
                    {
                        using var scope = NewDisposeScope();
                        using var noGradient = no_grad();
                        peer.forward(input);
                    });
                CsvOutput.Row("model", $"Digits batch {batch}", threads, medians[0], "the same network in TorchSharp", medians[1]);
            }
        }
    }
}

using Digits;
using Digits.Data;
using SsnGen.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>Collapsed networks against ONNX Runtime on their exports, and against libtorch.</summary>
internal static class ModelSuite
{
    private static readonly string[] Samples = ["MobileNetV2", "InceptionV3", "DenseNet121", "UNet", "DeepLabV3", "I3D"];

    private static readonly string[] Networks = ["ResNet-50 batch", "ResNet-50 mixed", "ResNet-18 imported", "ResNet-20 batch", "ResNet-20 mixed"];

    public static void Run(CompareOptions options, Report report)
    {
        foreach (var threads in options.Threads)
        {
            torch.set_num_threads(threads);
            using var team = new ThreadTeam(threads);
            var peak = FmaPeak.Measure(team);
            foreach (var name in Networks)
            {
                foreach (var batch in new[] { 1, 8 })
                {
                    Compare(NetworkUnderTest.Create(name, batch), team, peak, options, report);
                }
            }

            foreach (var name in Samples)
            {
                CompareSample(NetworkUnderTest.Sample(name, isMixed: false), team, peak, options, 0.95, report);
                CompareSample(NetworkUnderTest.Sample(name, isMixed: true), team, peak, options, name == "I3D" ? 0.95 : 0.80, report);
            }

            CompareDigits(team, options, report);
        }
    }

    private static void Compare(NetworkUnderTest network, ThreadTeam team, double peak, CompareOptions options, Report report)
    {
        var isLarge = network.MultiplyAdds > 1e9;
        var rounds = (isLarge, options.Quick) switch
        {
            (true, true) => network.Batch == 1 ? 5 : 3,
            (true, false) => network.Batch == 1 ? 21 : 7,
            (false, true) => 31,
            (false, false) => 101,
        };
        using var onnx = OnnxPeer.Create(network, team.Count, isLarge && options.Quick ? 1 : Math.Min(rounds, 5));
        using var torchPeer = new PeerNetwork(network.Graph, PeerNorm.Selected);
        torchPeer.eval();
        var shape = network.Layers[0].Input;
        using var input = tensor(network.Input, [network.Batch, shape.Channels, shape.Height, shape.Width]);
        var medians = Interleaved.SettledMedians(rounds, () => network.Run(team), onnx.Run, Evaluate(torchPeer, input));
        var fraction = network.MultiplyAdds / peak / (medians[0] / 1000);
        var name = $"{network.Name} N={network.Batch}";
        report.Row("model", name, team.Count, medians[0], "ONNX Runtime", medians[1], fraction, Target.AtMost(OnnxTarget(network, team.Count)));
        report.Row("model", name, team.Count, medians[0], "libtorch", medians[2], fraction, Target.AtMost(0.75));
    }

    private static void CompareSample(NetworkUnderTest network, ThreadTeam team, double peak, CompareOptions options, double target, Report report)
    {
        var rounds = (network.MultiplyAdds > 1e9, options.Quick) switch
        {
            (true, true) => 5,
            (true, false) => 21,
            (false, true) => 31,
            (false, false) => 101,
        };
        using var onnx = OnnxPeer.Create(network, team.Count, Math.Min(rounds, 5));
        var medians = Interleaved.SettledMedians(rounds, () => network.Run(team), onnx.Run);
        report.Row("model", $"{network.Name} N=1", team.Count, medians[0], "ONNX Runtime", medians[1], network.MultiplyAdds / peak / (medians[0] / 1000), Target.AtMost(target));
    }

    private static double OnnxTarget(NetworkUnderTest network, int threads) => (network.Name, threads, network.Batch) switch
    {
        ("ResNet-50 batch" or "ResNet-18 imported" or "ResNet-20 batch", _, _) => 0.95,
        (_, 1, _) => 0.80,
        ("ResNet-50 mixed", _, 1) => 0.60,
        ("ResNet-20 mixed", _, 1) => 0.50,
        _ => 0.75,
    };

    private static void CompareDigits(ThreadTeam team, CompareOptions options, Report report)
    {
        var network = DigitsNet.Load(Path.Combine(AppContext.BaseDirectory, "digits.safetensors"));
        using var peer = new PeerNetwork(DigitsNet.Graph, PeerNorm.Selected);
        peer.eval();
        var digits = RenderedDigits.Create(64, seed: 3);
        foreach (var batch in new[] { 1, 64 })
        {
            var images = digits.Images.AsSpan(0, batch * DigitsNet.InputLength).ToArray();
            var output = new float[batch * DigitsNet.OutputLength];
            using var input = tensor(images, [batch, 1, DigitSet.Side, DigitSet.Side]);
            var medians = Interleaved.SettledMedians(options.Quick ? 21 : 101, () => network.Run(images, output, team), Evaluate(peer, input));
            report.Row("model", $"Digits N={batch}", team.Count, medians[0], "libtorch", medians[1]);
        }
    }

    private static Action Evaluate(PeerNetwork peer, Tensor input) => () =>
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        peer.forward(input);
    };
}

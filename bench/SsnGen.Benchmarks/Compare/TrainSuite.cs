using Digits;
using Digits.Data;
using SsnGen.Benchmarks.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>One training step of a network against the same network with other normalizations.</summary>
internal static class TrainSuite
{
    private const int Batch = 128;

    public static void Run(CompareOptions options, Report report)
    {
        var digits = RenderedDigits.Create(Batch, seed: 3);
        using var digitImages = tensor(digits.Images, [Batch, 1, DigitSet.Side, DigitSet.Side]);
        using var labels = tensor(digits.Labels.Select(static l => (long)l).ToArray());
        using var images = randn(Batch, 3, 32, 32);
        foreach (var threads in options.Threads)
        {
            torch.set_num_threads(threads);
            using var digitsModule = new DigitsNet.Module();
            Compare("Digits", digitsModule, DigitsNet.Graph, digitImages, labels, threads, options.Quick ? 15 : 51, report);
            using var resNet = new ResNet20.Module();
            Compare("ResNet-20", resNet, ResNet20.Graph, images, labels, threads, options.Quick ? 3 : 15, report, Target.AtMost(1), null, Target.AtMost(0.5));
        }
    }

    private static void Compare(
        string name,
        nn.Module<Tensor, Tensor> ours,
        NetworkGraph graph,
        Tensor input,
        Tensor labels,
        int threads,
        int rounds,
        Report report,
        params Target?[] targets)
    {
        using var groupNorm = new PeerNetwork(graph, PeerNorm.GroupNorm);
        using var batchNorm = new PeerNetwork(graph, PeerNorm.BatchNorm);
        using var operations = new PeerNetwork(graph, PeerNorm.SsnOperations);
        var medians = Interleaved.Medians(rounds, Step(ours), Step(groupNorm), Step(batchNorm), Step(operations));
        string[] references = ["group_norm(1)", "batch_norm", "ssn in torch operations"];
        for (var i = 0; i < references.Length; i++)
        {
            report.Row("train", $"{name} step N={Batch}", threads, medians[0], references[i], medians[i + 1], target: targets.ElementAtOrDefault(i));
        }

        Action Step(nn.Module<Tensor, Tensor> network)
        {
            network.train();
            var optimizer = optim.SGD(network.parameters(), learningRate: 1e-3, momentum: 0.9);
            return () =>
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.cross_entropy(network.forward(input), labels).backward();
                optimizer.step();
            };
        }
    }
}

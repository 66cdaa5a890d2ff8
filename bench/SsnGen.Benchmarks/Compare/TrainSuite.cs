using Digits;
using Digits.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>One training step of the Digits sample's network against the same network with other normalizations.</summary>
internal static class TrainSuite
{
    private const int Batch = 128;

    public static void Run(CompareOptions options)
    {
        var digits = RenderedDigits.Create(Batch, seed: 3);
        using var input = tensor(digits.Images, [Batch, 1, DigitSet.Side, DigitSet.Side]);
        using var labels = tensor(digits.Labels.Select(static l => (long)l).ToArray());
        using var ours = new DigitsNet.Module();
        using var groupNorm = new PeerNetwork(DigitsNet.Layers, PeerNorm.GroupNorm);
        using var batchNorm = new PeerNetwork(DigitsNet.Layers, PeerNorm.BatchNorm);
        using var operations = new PeerNetwork(DigitsNet.Layers, PeerNorm.SsnOperations);
        foreach (var threads in options.Threads)
        {
            torch.set_num_threads(threads);
            var medians = Interleaved.Medians(options.Quick ? 15 : 51, Step(ours), Step(groupNorm), Step(batchNorm), Step(operations));
            string[] references = ["group_norm(1)", "batch_norm", "ssn in torch operations"];
            for (var i = 0; i < references.Length; i++)
            {
                CsvOutput.Row("train", $"Digits step batch {Batch}", threads, medians[0], references[i], medians[i + 1]);
            }
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

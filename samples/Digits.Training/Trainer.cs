using Digits.Data;
using Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Digits.Training;

/// <summary>Trains the network of the Digits sample.</summary>
internal sealed class Trainer : SampleTrainer
{
    private readonly DigitData _digits;
    private readonly Batches _batches;

    public Trainer(TrainingOptions options, DigitData digits)
        : this(options, digits, new Batches(digits.Train, options.Batch, options.Seed))
    {
    }

    private Trainer(TrainingOptions options, DigitData digits, Batches batches)
        : base(options, static () => new DigitsNet.Module(), batches.StepsPerEpoch) =>
        (_digits, _batches) = (digits, batches);

    public static TrainingSample Sample { get; } = new("Digits", "DigitsNet", "digits.safetensors", "accuracy", "images")
    {
        Data = "MNIST-style IDX files or optdigits CSV; without it, rendered digits",
    };

    /// <inheritdoc/>
    protected override IEnumerable<(float[] Inputs, long[] Labels)> Epoch(int epoch) => _batches.Epoch(epoch);

    /// <inheritdoc/>
    protected override Tensor Loss(float[] inputs, long[] labels) =>
        nn.functional.cross_entropy(Module.forward(tensor(inputs, [labels.Length, 1, DigitSet.Side, DigitSet.Side])), tensor(labels));

    /// <summary>The part of the test images that the network classifies correctly.</summary>
    protected override double Score(CancellationToken cancellation)
    {
        const int Batch = 256;
        var correct = 0;
        for (var first = 0; first < _digits.Test.Count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(Batch, _digits.Test.Count - first);
            var images = tensor(_digits.Test.Images.AsSpan(first * DigitSet.PixelsPerImage, count * DigitSet.PixelsPerImage).ToArray(), [count, 1, DigitSet.Side, DigitSet.Side]);
            var logits = Module.forward(images);
            CheckOutputs(logits);
            var predicted = logits.argmax(1).data<long>();
            for (var i = 0; i < count; i++)
            {
                correct += predicted[i] == _digits.Test.Labels[first + i] ? 1 : 0;
            }
        }

        return (double)correct / _digits.Test.Count;
    }
}

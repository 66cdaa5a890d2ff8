using Digits.Data;
using SsnGen.TorchSharp;
using SsnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Digits.Training;

/// <summary>What the display shows of a step.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The mean loss since the last report.</param>
/// <param name="Radius">The radius of SparsestMax.</param>
/// <param name="Fixed">Layers whose normalizers are fixed.</param>
/// <param name="Accuracy">Accuracy on the test images after the last epoch; NaN before.</param>
internal readonly record struct TrainingProgress(long Step, long Steps, double Loss, double Radius, int Fixed, double Accuracy);

/// <summary>Trains the network: momentum SGD, a learning rate that falls as a cosine, a radius that grows to 1.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly DigitData _digits;
    private readonly Batches _batches;
    private readonly SsnOptimizer _optimizer;

    public Trainer(TrainingOptions options, DigitData digits)
    {
        _options = options;
        _digits = digits;
        _batches = new Batches(digits.Train, options.Batch, options.Seed);
        manual_seed(options.Seed);
        Module = new DigitsNet.Module();
        Steps = (long)options.Epochs * _batches.StepsPerEpoch;
        _optimizer = SsnOptimizer.Sgd(Module, options.LearningRate, weightDecay: 5e-4, nesterov: true, schedule: new RadiusSchedule(Steps));
    }

    public DigitsNet.Module Module { get; }

    public long Steps { get; }

    /// <summary>Trains from where the checkpoint ends, or from the start.</summary>
    /// <returns>The accuracy on the test images.</returns>
    public double Run(Action<TrainingProgress> report)
    {
        if (_options.Checkpoint is { } saved && File.Exists(saved))
        {
            Checkpoint.Load(saved, _optimizer);
        }

        var accuracy = double.NaN;
        for (var epoch = (int)(_optimizer.StepCount / _batches.StepsPerEpoch); epoch < _options.Epochs; epoch++)
        {
            var loss = 0.0;
            Module.train();
            foreach (var (images, labels) in _batches.Epoch(epoch))
            {
                loss += Step(images, labels);
                if (_optimizer.StepCount % 10 == 0)
                {
                    report(Progress(loss / 10, accuracy));
                    loss = 0;
                }
            }

            accuracy = Accuracy();
            report(Progress(double.NaN, accuracy));
            if (_options.Checkpoint is { } path)
            {
                Checkpoint.Save(path, _optimizer);
            }
        }

        return double.IsNaN(accuracy) ? Accuracy() : accuracy;
    }

    /// <summary>The part of the test images that the network classifies correctly, in evaluation mode.</summary>
    public double Accuracy()
    {
        const int Batch = 256;
        Module.eval();
        using var noGradient = no_grad();
        var correct = 0;
        for (var first = 0; first < _digits.Test.Count; first += Batch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Batch, _digits.Test.Count - first);
            var images = tensor(_digits.Test.Images.AsSpan(first * DigitSet.PixelsPerImage, count * DigitSet.PixelsPerImage).ToArray(), [count, 1, DigitSet.Side, DigitSet.Side]);
            var predicted = Module.forward(images).argmax(1).data<long>();
            for (var i = 0; i < count; i++)
            {
                correct += predicted[i] == _digits.Test.Labels[first + i] ? 1 : 0;
            }
        }

        return (double)correct / _digits.Test.Count;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        Module.Dispose();
    }

    private double Step(float[] images, long[] labels)
    {
        using var scope = NewDisposeScope();
        _optimizer.LearningRate = 0.5 * _options.LearningRate * (1 + Math.Cos(Math.PI * _optimizer.StepCount / Steps));
        _optimizer.ZeroGrad();
        var logits = Module.forward(tensor(images, [labels.Length, 1, DigitSet.Side, DigitSet.Side]));
        var loss = nn.functional.cross_entropy(logits, tensor(labels));
        Module.Backward(loss);
        _optimizer.Step();
        return loss.item<float>();
    }

    private TrainingProgress Progress(double loss, double accuracy) =>
        new(_optimizer.StepCount, Steps, loss, Module.Radius, Module.FixedCount, accuracy);
}

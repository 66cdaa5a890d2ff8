using Digits.CommandLine;
using Digits.Data;
using SsnGen.TorchSharp;
using SsnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Digits.Training;

/// <summary>What the display shows of a step.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Radius">The radius of SparsestMax.</param>
/// <param name="Fixed">Layers whose normalizers are fixed.</param>
/// <param name="RefusedBatches">Batches whose moments were not finite, and left the running ones as they were.</param>
/// <param name="Accuracy">Accuracy on the test images after the last epoch; NaN before.</param>
/// <param name="EndsEpoch">Whether the epoch is over, and the accuracy that of its end.</param>
internal readonly record struct TrainingProgress(
    long Step, long Steps, double Loss, double Radius, int Fixed, long RefusedBatches, double Accuracy, bool EndsEpoch);

/// <summary>Trains the network: momentum SGD, a learning rate that falls as a cosine, a radius that grows to 1.</summary>
internal sealed class Trainer : IDisposable
{
    /// <summary>Steps from one report to the next within an epoch.</summary>
    private const int StepsPerReport = 10;

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
        _optimizer = SsnOptimizer.Sgd(Module, options.LearningRate, weightDecay: 5e-4, nesterov: true, schedule: Schedule(Steps));
    }

    public DigitsNet.Module Module { get; }

    /// <summary>Steps in all.</summary>
    public long Steps { get; }

    /// <summary>Steps taken.</summary>
    public long Step => _optimizer.StepCount;

    /// <summary>Steps that the checkpoint holds; 0 where there is none.</summary>
    public long SavedStep { get; private set; }

    /// <summary>Takes over where the checkpoint ends, if there is one.</summary>
    /// <exception cref="UserErrorException">The checkpoint is that of another training.</exception>
    public void Resume()
    {
        if (_options.Checkpoint is not { } saved || !File.Exists(saved))
        {
            return;
        }

        try
        {
            Checkpoint.Load(saved, _optimizer);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new UserErrorException($"The training cannot go on from {saved}: {e.Message}", e);
        }

        SavedStep = Step;
    }

    /// <summary>Trains to the end.</summary>
    /// <param name="report">Receives the progress, every ten steps and after each epoch.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <returns>The accuracy on the test images.</returns>
    /// <exception cref="UserErrorException">The training diverged. The checkpoint, if any, is that of the last good epoch.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public double Run(Action<TrainingProgress> report, CancellationToken cancellation = default)
    {
        var accuracy = double.NaN;
        for (var epoch = Step / _batches.StepsPerEpoch; epoch < _options.Epochs; epoch++)
        {
            var (loss, count) = (0.0, 0);
            Module.train();
            foreach (var (images, labels) in _batches.Epoch((int)epoch))
            {
                cancellation.ThrowIfCancellationRequested();
                loss += TakeStep(images, labels);
                if (++count % StepsPerReport == 0)
                {
                    report(Progress(loss / count, accuracy, endsEpoch: false));
                }
            }

            accuracy = Accuracy(cancellation);
            report(Progress(loss / count, accuracy, endsEpoch: true));
            if (_options.Checkpoint is { } path)
            {
                Checkpoint.Save(path, _optimizer);
                SavedStep = Step;
            }
        }

        return double.IsNaN(accuracy) ? Accuracy(cancellation) : accuracy;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        Module.Dispose();
    }

    // 1 in the last step, not after it: then each layer is fixed at the end, however few steps there are.
    private static RadiusSchedule Schedule(long steps) => steps > 1 ? new(steps - 1) : new(1, start: 1);

    /// <summary>The part of the test images that the network classifies correctly, in evaluation mode.</summary>
    private double Accuracy(CancellationToken cancellation)
    {
        const int Batch = 256;
        if (Module.state_dict().FirstOrDefault(static entry => !IsFinite(entry.Value)) is { Key: { } name })
        {
            throw Diverged(Step, $"{name} is no longer finite");
        }

        Module.eval();
        using var noGradient = no_grad();
        var correct = 0;
        for (var first = 0; first < _digits.Test.Count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(Batch, _digits.Test.Count - first);
            var images = tensor(_digits.Test.Images.AsSpan(first * DigitSet.PixelsPerImage, count * DigitSet.PixelsPerImage).ToArray(), [count, 1, DigitSet.Side, DigitSet.Side]);
            var logits = Module.forward(images);
            if (!IsFinite(logits))
            {
                throw Diverged(Step, "the network's outputs for the test images are not finite");
            }

            var predicted = logits.argmax(1).data<long>();
            for (var i = 0; i < count; i++)
            {
                correct += predicted[i] == _digits.Test.Labels[first + i] ? 1 : 0;
            }
        }

        return (double)correct / _digits.Test.Count;
    }

    private double TakeStep(float[] images, long[] labels)
    {
        using var scope = NewDisposeScope();
        _optimizer.LearningRate = 0.5 * _options.LearningRate * (1 + Math.Cos(Math.PI * Step / Steps));
        _optimizer.ZeroGrad();
        try
        {
            var logits = Module.forward(tensor(images, [labels.Length, 1, DigitSet.Side, DigitSet.Side]));
            var loss = nn.functional.cross_entropy(logits, tensor(labels));
            var value = loss.item<float>();
            if (!float.IsFinite(value))
            {
                throw Diverged(Step + 1, $"the loss is {value}");
            }

            Module.Backward(loss);
            _optimizer.Step();
            return value;
        }
        catch (ControlParameterException e)
        {
            throw Diverged(Step + 1, e.Message);
        }
    }

    private UserErrorException Diverged(long step, string how) => new(
        $"The training diverged in step {step} of {Steps}: {how.TrimEnd('.')}. Nothing was written"
        + (SavedStep > 0 ? $", and {_options.Checkpoint} keeps the training up to step {SavedStep}" : "")
        + $". Try a --rate below {_options.LearningRate}.");

    private static bool IsFinite(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }

    private TrainingProgress Progress(double loss, double accuracy, bool endsEpoch) =>
        new(Step, Steps, loss, Module.Radius, Module.FixedCount, Module.RefusedBatches, accuracy, endsEpoch);
}

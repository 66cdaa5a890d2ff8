using Samples.CommandLine;
using SsnGen.TorchSharp;
using SsnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Samples.Training;

/// <summary>Trains a network: momentum SGD, a learning rate that falls, a radius that grows to 1.</summary>
public abstract class SampleTrainer : IDisposable
{
    /// <summary>Steps from one report to the next within an epoch.</summary>
    private const int StepsPerReport = 10;

    private readonly SsnOptimizer _optimizer;

    /// <summary>Prepares a training.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="create">Makes the module, whose initial weights are those of the seed.</param>
    /// <param name="stepsPerEpoch">Steps of one epoch.</param>
    protected SampleTrainer(TrainingOptions options, Func<SsnModule> create, int stepsPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(create);
        Options = options;
        StepsPerEpoch = stepsPerEpoch;
        manual_seed(options.Seed);
        Module = create();
        Steps = (long)options.Epochs * stepsPerEpoch;
        _optimizer = SsnOptimizer.Sgd(Module, options.LearningRate, weightDecay: 5e-4, nesterov: true, schedule: Schedule(Steps));
    }

    /// <summary>The network.</summary>
    public SsnModule Module { get; }

    /// <summary>The options.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Steps of one epoch.</summary>
    public int StepsPerEpoch { get; }

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
        if (Options.Checkpoint is not { } saved || !File.Exists(saved))
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
    /// <returns>The score on the test samples.</returns>
    /// <exception cref="UserErrorException">The training diverged. The checkpoint, if any, is that of the last good epoch.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public double Run(Action<TrainingProgress> report, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var score = double.NaN;
        using var history = OpenHistory();
        for (var epoch = Step / StepsPerEpoch; epoch < Options.Epochs; epoch++)
        {
            var (loss, count) = (0.0, 0);
            Module.train();
            foreach (var (inputs, labels) in Epoch((int)epoch))
            {
                cancellation.ThrowIfCancellationRequested();
                var value = TakeStep(inputs, labels);
                history.Record(value);
                loss += value;
                if (++count % StepsPerReport == 0)
                {
                    report(Progress(loss / count, score, endsEpoch: false));
                }
            }

            score = Evaluate(cancellation);
            history.RecordScore(Options.Sample.Score, score);
            report(Progress(loss / count, score, endsEpoch: true));
            if (Options.Checkpoint is { } path)
            {
                Checkpoint.Save(path, _optimizer);
                SavedStep = Step;
            }
        }

        return double.IsNaN(score) ? Evaluate(cancellation) : score;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the network and its optimizer.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _optimizer.Dispose();
            Module.Dispose();
        }
    }

    /// <summary>The seed of a batch that is made up: that of no other batch, and 1000 or more, which leaves smaller ones to tests.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="step">The step of the epoch, from 0.</param>
    protected int BatchSeed(int epoch, int step) => unchecked(1000 + (Options.Seed * 1_000_003) + (epoch * StepsPerEpoch) + step);

    /// <summary>The batches of an epoch: the same ones whenever they are asked for.</summary>
    /// <param name="epoch">Which epoch, from 0.</param>
    protected abstract IEnumerable<(float[] Inputs, long[] Labels)> Epoch(int epoch);

    /// <summary>The loss of a batch.</summary>
    /// <param name="inputs">The inputs of a batch.</param>
    /// <param name="labels">Its labels.</param>
    /// <returns>One value, from which gradients flow back.</returns>
    protected abstract Tensor Loss(float[] inputs, long[] labels);

    /// <summary>How good the network is on samples that it has not seen: the larger, the better. It is in evaluation mode, and no gradients are taken.</summary>
    /// <param name="cancellation">Ends it early.</param>
    protected abstract double Score(CancellationToken cancellation);

    /// <summary>Writes what else the training has made, beside the network's selection and weights.</summary>
    protected internal virtual void SaveMore()
    {
    }

    /// <summary>The learning rate, as a part of the highest one: a cosine from 1 to 0.</summary>
    /// <param name="progress">How much of the training is over, from 0 to 1.</param>
    protected virtual double Rate(double progress) => 0.5 * (1 + Math.Cos(Math.PI * progress));

    /// <summary>Refuses outputs that are not finite.</summary>
    /// <param name="outputs">What the network computed of test samples.</param>
    /// <exception cref="UserErrorException">They are not.</exception>
    protected void CheckOutputs(Tensor outputs)
    {
        if (!IsFinite(outputs))
        {
            throw Diverged(Step, "the network's outputs for the test " + Options.Sample.Samples + " are not finite");
        }
    }

    // 1 in the last step, not after it: then each layer is fixed at the end, however few steps there are.
    private static RadiusSchedule Schedule(long steps) => steps > 1 ? new(steps - 1) : new(1, start: 1);

    private HistoryRecorder OpenHistory()
    {
        Directory.CreateDirectory(Options.Out);
        try
        {
            return HistoryRecorder.Open(Options.HistoryFile, _optimizer);
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    private double Evaluate(CancellationToken cancellation)
    {
        if (Module.state_dict().FirstOrDefault(static entry => !IsFinite(entry.Value)) is { Key: { } name })
        {
            throw Diverged(Step, $"{name} is no longer finite");
        }

        Module.eval();
        using var noGradient = no_grad();
        return Score(cancellation);
    }

    private double TakeStep(float[] inputs, long[] labels)
    {
        using var scope = NewDisposeScope();
        _optimizer.LearningRate = Options.LearningRate * Rate((double)Step / Steps);
        _optimizer.ZeroGrad();
        try
        {
            var loss = Loss(inputs, labels);
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
        + (SavedStep > 0 ? $", and {Options.Checkpoint} keeps the training up to step {SavedStep}" : "")
        + $". Try a --rate below {Options.LearningRate}.");

    private static bool IsFinite(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }

    private TrainingProgress Progress(double loss, double score, bool endsEpoch) =>
        new(Step, Steps, loss, Module.Radius, Module.FixedCount, Module.RefusedBatches, score, endsEpoch);
}

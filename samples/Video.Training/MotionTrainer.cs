using Samples.Training;
using SsnGen.TorchSharp;
using TorchSharp;
using Video.Data;
using static TorchSharp.torch;

namespace Video.Training;

/// <summary>Trains the network for clips, which begins with the weights of its twin for frames.</summary>
internal sealed class MotionTrainer : SampleTrainer
{
    private readonly FramesTrainer _twin;

    public MotionTrainer(TrainingOptions options, FramesTrainer twin)
        : base(options, static () => new MotionNet.Module(), Clips.StepsPerEpoch(options.Batch))
    {
        _twin = twin;
        Module.InflateFrom(twin.Module);
    }

    public static TrainingSample Sample { get; } = new("Video", "MotionNet", "motion.safetensors", "accuracy", "clips") { Epochs = 12, Batch = 32, LearningRate = 0.1 };

    /// <inheritdoc/>
    protected override IEnumerable<(float[] Inputs, long[] Labels)> Epoch(int epoch) => Clips.Epoch(epoch, Options.Batch, Options.Seed);

    /// <inheritdoc/>
    protected override Tensor Loss(float[] inputs, long[] labels) => nn.functional.cross_entropy(Logits(inputs), tensor(labels));

    /// <inheritdoc/>
    protected override double Score(CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var logits = Logits(Clips.Values(Clips.Test));
        CheckOutputs(logits);
        return Clips.Test.Accuracy(logits.data<float>().ToArray());
    }

    /// <inheritdoc/>
    protected override void SaveMore()
    {
        _twin.Module.Save(_twin.Options.WeightsFile);
        _twin.Module.SaveSelection(_twin.Options.SelectionFile);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _twin.Dispose();
        }

        base.Dispose(disposing);
    }

    private Tensor Logits(float[] values) =>
        Module.forward(tensor(values, [values.Length / ClipSet.Length, 1, ClipSet.Frames, ClipSet.Side, ClipSet.Side]));
}

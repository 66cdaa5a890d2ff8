using Samples.Training;
using SsnGen.TorchSharp;
using TorchSharp;
using Video.Data;
using static TorchSharp.torch;

namespace Video.Training;

/// <summary>Trains the network for clips, which begins with the weights of its twin for frames.</summary>
internal sealed class MotionTrainer : ClipTrainer
{
    private readonly FramesTrainer _twin;

    public MotionTrainer(TrainingOptions options, FramesTrainer twin)
        : base(options, static () => new MotionNet.Module())
    {
        _twin = twin;
        Module.InflateFrom(twin.Module);
    }

    public static TrainingSample Sample { get; } = new("Video", "MotionNet", "motion.safetensors", "accuracy", "clips")
    {
        Epochs = 12,
        Batch = 32,
        LearningRate = 0.1,
        More = [FramesTrainer.Sample.Model + ".Selection.cs", FramesTrainer.Sample.Weights],
    };

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

    /// <inheritdoc/>
    protected override Tensor Logits(float[] values) =>
        Module.forward(tensor(values, [values.Length / ClipSet.Length, 1, ClipSet.Frames, ClipSet.Side, ClipSet.Side]));
}

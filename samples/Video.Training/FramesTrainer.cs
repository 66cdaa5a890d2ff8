using Samples.Training;
using TorchSharp;
using Video.Data;
using static TorchSharp.torch;

namespace Video.Training;

/// <summary>Trains the twin that sees frames alone: the mean of its logits over a clip.</summary>
internal sealed class FramesTrainer(TrainingOptions options) : ClipTrainer(options, static () => new FramesNet.Module())
{
    public static TrainingSample Sample { get; } = new("Video", "FramesNet", "frames.safetensors", "accuracy", "clips");

    /// <summary>Trains it for as many epochs as the network for clips.</summary>
    public static FramesTrainer Train(TrainingOptions options)
    {
        var twin = new FramesTrainer(options with { Sample = Sample, Checkpoint = null });
        Console.WriteLine("the twin, which sees frames alone:");
        var accuracy = ProgressDisplay.Show(Sample.Score, twin.Module.Norms.Count, report => twin.Run(report));
        Console.WriteLine($"twin: accuracy {accuracy:F4}");
        return twin;
    }

    /// <inheritdoc/>
    protected override Tensor Logits(float[] values)
    {
        var clips = values.Length / ClipSet.Length;
        return Module.forward(tensor(values, [clips * ClipSet.Frames, 1, ClipSet.Side, ClipSet.Side])).view(clips, ClipSet.Frames, ClipSet.Classes).mean([1]);
    }
}

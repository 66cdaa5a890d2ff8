using Samples.Training;
using SsnGen.Testing;
using Video.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>The trainings of the samples for segmentation and video, as far as a test has time for.</summary>
public sealed class SampleTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scenes_are_learned_from_with_the_classifier_in_the_middle() => AssertLearns(() => new Segmentation.Training.Trainer(new TrainingOptions(Segmentation.Training.Trainer.Sample, null, _folder.File("out")) { Epochs = 1, Batch = 8 }));

    [Fact]
    public void Clips_are_learned_from_with_the_weights_of_the_twin() => AssertSteps(() => new MotionTrainer(
        new TrainingOptions(MotionTrainer.Sample, null, _folder.File("out")) { Epochs = 1, Batch = 8 },
        new FramesTrainer(new TrainingOptions(FramesTrainer.Sample, null, _folder.File("out")) { Epochs = 1, Batch = 8 })));

    [Fact]
    public void Frames_are_learned_from() => AssertSteps(() => new FramesTrainer(new TrainingOptions(FramesTrainer.Sample, null, _folder.File("out")) { Epochs = 1, Batch = 8 }));

    private static void AssertLearns(Func<SampleTrainer> create)
    {
        var losses = AssertSteps(create);
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }

    // Some steps, of which each is finite, or the training says that it diverged; they change the weights.
    private static List<double> AssertSteps(Func<SampleTrainer> create)
    {
        using var trainer = create();
        using var cancellation = new CancellationTokenSource();
        using var scope = NewDisposeScope();
        var before = trainer.Module.state_dict()["Stem.conv.weight"].clone();
        var losses = new List<double>();
        Assert.Throws<OperationCanceledException>(() => trainer.Run(
            progress =>
            {
                losses.Add(progress.Loss);
                if (losses.Count == 3)
                {
                    cancellation.Cancel();
                }
            },
            cancellation.Token));
        Assert.Equal(30, trainer.Step);
        Assert.All(losses, static loss => Assert.InRange(loss, 0.1, 10));
        Assert.False(before.equal(trainer.Module.state_dict()["Stem.conv.weight"]).all().item<bool>());
        return losses;
    }
}

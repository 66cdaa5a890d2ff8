using Samples.Training;
using Video.Training;

namespace SsnGen.TorchSharp.Tests;

/// <summary>The trainings of the samples for segmentation and video, as far as a test has time for.</summary>
public class SampleTrainerTests
{
    [Fact]
    public void Scenes_are_learned_from_with_the_classifier_in_the_middle() => AssertLearns(static () => new Segmentation.Training.Trainer(new TrainingOptions(Segmentation.Training.Trainer.Sample, null, "") { Epochs = 1, Batch = 8 }));

    [Fact]
    public void Clips_are_learned_from_with_the_weights_of_the_twin() => AssertLearns(static () => new MotionTrainer(
        new TrainingOptions(MotionTrainer.Sample, null, "") { Epochs = 1, Batch = 8 },
        new FramesTrainer(new TrainingOptions(FramesTrainer.Sample, null, "") { Epochs = 1, Batch = 8 })));

    [Fact]
    public void Frames_are_learned_from() => AssertLearns(static () => new FramesTrainer(new TrainingOptions(FramesTrainer.Sample, null, "") { Epochs = 1, Batch = 8 }));

    // Some steps, of which each is finite, or the training says that it diverged.
    private static void AssertLearns(Func<SampleTrainer> create)
    {
        using var trainer = create();
        using var cancellation = new CancellationTokenSource();
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
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }
}

using Samples.Training;
using Segmentation.Data;
using SsnGen;
using TorchSharp;
using static TorchSharp.torch;

namespace Segmentation.Training;

/// <summary>
/// Trains the network of the Segmentation sample, with deep supervision and the learning rate "poly" as published for PSPNet (Zhao et al.,
/// CVPR 2017): the loss of a classifier in the middle counts 0.4, and the rate falls as (1 − t)^0.9.
/// </summary>
internal sealed class Trainer(TrainingOptions options) : SampleTrainer(options, static () => new ScenesNet.Module(), Math.Max(1, ScenesPerEpoch / options.Batch))
{
    public const int ScenesPerEpoch = 2048;
    public const int TestScenes = 128;

    private const int Side = 64;
    private const double AuxiliaryWeight = 0.4;

    // Scenes of one seed never repeat in another.
    private const int TestSeed = 1;

    private readonly SceneSet _test = RenderedScenes.Create(TestScenes, Side, Side, TestSeed);

    public static TrainingSample Sample { get; } = new("Segmentation", "ScenesNet", "scenes.safetensors", "mIoU", "scenes") { Epochs = 64, Batch = 16, LearningRate = 0.1 };

    /// <inheritdoc/>
    protected override double Rate(double progress) => Math.Pow(1 - progress, 0.9);

    /// <inheritdoc/>
    protected override IEnumerable<(float[] Inputs, long[] Labels)> Epoch(int epoch)
    {
        for (var step = 0; step < StepsPerEpoch; step++)
        {
            var scenes = RenderedScenes.Create(Options.Batch, Side, Side, BatchSeed(epoch, step));
            yield return (Values(scenes), Array.ConvertAll(scenes.Labels, static label => (long)label));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Loss(float[] inputs, long[] labels)
    {
        var truth = tensor(labels, [labels.Length / (Side * Side), Side, Side]);
        var scores = Module.ForwardAll(Pictures(inputs));
        return nn.functional.cross_entropy(scores[1], truth) + (AuxiliaryWeight * nn.functional.cross_entropy(scores[0], truth));
    }

    /// <summary>The mean intersection over union on the test scenes.</summary>
    protected override double Score(CancellationToken cancellation)
    {
        const int Batch = 32;
        var confusion = new Confusion();
        var values = Values(_test);
        for (var first = 0; first < _test.Count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var length = SceneSet.Channels * _test.Area;
            var scores = Module.ForwardAll(Pictures(values[(first * length)..((first + Batch) * length)]))[1];
            CheckOutputs(scores);
            confusion.Add(scores.contiguous().data<float>().ToArray(), _test.Labels.AsSpan(first * _test.Area, Batch * _test.Area), _test.Area);
        }

        return confusion.MeanIntersectionOverUnion;
    }

    private static Tensor Pictures(float[] values) => tensor(values, [values.Length / (SceneSet.Channels * Side * Side), SceneSet.Channels, Side, Side]);

    // As the network makes them of pixels when it runs.
    private static float[] Values(SceneSet scenes)
    {
        var values = new float[scenes.Pixels.Length];
        ScenesNet.Graph.Inputs[0].Pixels!.Convert(scenes.Pixels, new Shape(SceneSet.Channels, Side, Side), values);
        return values;
    }
}

using Samples.Training;
using SsnGen.TorchSharp;
using TorchSharp;
using Video.Data;
using static TorchSharp.torch;

namespace Video.Training;

/// <summary>Trains a network on clips, however it comes to its logits.</summary>
internal abstract class ClipTrainer(TrainingOptions options, Func<SsnModule> create) : SampleTrainer(options, create, Clips.StepsPerEpoch(options.Batch))
{
    /// <inheritdoc/>
    protected override IEnumerable<(float[] Inputs, long[] Labels)> Epoch(int epoch)
    {
        for (var step = 0; step < StepsPerEpoch; step++)
        {
            var clips = RenderedClips.Create(Options.Batch, BatchSeed(epoch, step));
            yield return (Clips.Values(clips), Array.ConvertAll(clips.Labels, static label => (long)label));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Loss(float[] inputs, long[] labels) => nn.functional.cross_entropy(Logits(inputs), tensor(labels));

    /// <summary>The part of the test clips whose motion has the largest logit.</summary>
    protected override double Score(CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var logits = Logits(Clips.Values(Clips.Test));
        CheckOutputs(logits);
        return Clips.Test.Accuracy(logits.contiguous().data<float>().ToArray());
    }

    /// <summary>The logits of clips, [N, motions].</summary>
    /// <param name="values">Their values, frame after frame.</param>
    protected abstract Tensor Logits(float[] values);
}

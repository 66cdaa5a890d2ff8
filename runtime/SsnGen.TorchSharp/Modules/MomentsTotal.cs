using SsnGen.Training;

namespace SsnGen.TorchSharp;

/// <summary>
/// The moments of one layer over all samples of several batches, from those of each batch by the law of total variance:
/// exact, where running moments are an average that forgets.
/// </summary>
internal sealed class MomentsTotal(int channels)
{
    private readonly double[] _mean = new double[channels];
    private readonly double[] _squares = new double[channels];

    /// <summary>How many samples were added.</summary>
    public long Samples { get; private set; }

    /// <summary>How many batches were left out, because their moments are not finite.</summary>
    public long Refused { get; private set; }

    /// <summary>Adds a batch: the moments that a forward pass of training left in its workspace, if it computed any.</summary>
    /// <param name="workspace">The workspace.</param>
    public void Add(SsnWorkspace workspace)
    {
        var mean = workspace.BatchMean;
        var variance = workspace.BatchVariance;
        if (mean.IsEmpty || workspace.Samples == 0)
        {
            return;
        }

        if (!AreFinite(mean) || !AreFinite(variance))
        {
            Refused++;
            return;
        }

        var (before, added) = (Samples, (double)workspace.Samples);
        Samples += workspace.Samples;
        for (var c = 0; c < _mean.Length; c++)
        {
            var distance = mean[c] - _mean[c];
            _mean[c] += distance * (added / Samples);
            _squares[c] += (variance[c] * added) + (distance * distance * (before * added / Samples));
        }
    }

    /// <summary>Writes the moments, biased over all samples as those of a batch are.</summary>
    /// <param name="mean">Receives the means, [C].</param>
    /// <param name="variance">Receives the variances, [C].</param>
    /// <returns>Whether there were any, and all of them are finite as floats; otherwise nothing is written.</returns>
    public bool TryWrite(Span<float> mean, Span<float> variance)
    {
        if (Samples == 0 || !Array.TrueForAll(_mean, IsFinite) || !Array.TrueForAll(_squares, squares => IsFinite(squares / Samples)))
        {
            return false;
        }

        for (var c = 0; c < _mean.Length; c++)
        {
            mean[c] = (float)_mean[c];
            variance[c] = (float)(_squares[c] / Samples);
        }

        return true;
    }

    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFinite(double value) => float.IsFinite((float)value);
}

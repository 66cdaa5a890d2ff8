namespace SsnGen.Training;

// What training makes of the moments of a batch, and evaluation uses in their place.
public abstract unsafe partial class SsnKernel
{
    /// <summary>
    /// Moves the running moments of all channels towards those of the batch, or of none: one value that is not finite
    /// would stay in them for good, and a layer whose channels belong to different batches is no state of training.
    /// </summary>
    /// <returns>Whether they were moved.</returns>
    private bool MoveRunningMoments(SsnPass pass)
    {
        for (var c = 0; c < Channels; c++)
        {
            if (!float.IsFinite(Mean(c)) || !float.IsFinite(Variance(c)))
            {
                return false;
            }
        }

        for (var c = 0; c < Channels; c++)
        {
            pass.RunningMean[c] = Mean(c);
            pass.RunningVariance[c] = Variance(c);
        }

        return true;

        float Mean(int c) => Moved(pass.RunningMean[c], pass.BatchMean[c], pass.Momentum);

        float Variance(int c) => Moved(pass.RunningVariance[c], pass.BatchVariance[c] * pass.VarianceFactor, pass.Momentum);
    }

    /// <summary>A running moment after a batch, as it is stored: finite moments of a batch may exceed a float.</summary>
    private static float Moved(float running, double batch, double momentum) => (float)(running + (momentum * (batch - running)));

    private void UseRunningMoments(SsnPass pass)
    {
        for (var c = 0; c < Channels; c++)
        {
            pass.BatchMean[c] = pass.RunningMean[c];
            pass.BatchVariance[c] = pass.RunningVariance[c];
        }
    }
}

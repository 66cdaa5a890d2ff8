using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace SsnGen.Inference;

/// <summary>Moments over several channels, from those of each.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ChannelMoments
{
    /// <summary>The mean of the means of some channels.</summary>
    /// <param name="mean">The means.</param>
    /// <param name="channels">How many.</param>
    public static double Average(double* mean, int channels)
    {
        double sum = 0;
        for (var c = 0; c < channels; c++)
        {
            sum += mean[c];
        }

        return sum / channels;
    }

    /// <summary>By the law of total variance: m = mean of means, v = mean of variances + mean of (mean − m)².</summary>
    /// <param name="mean">The means.</param>
    /// <param name="variance">The variances.</param>
    /// <param name="channels">How many.</param>
    /// <param name="mergedMean">m.</param>
    /// <param name="mergedVariance">v.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Merge(double* mean, double* variance, int channels, out double mergedMean, out double mergedVariance)
    {
        mergedMean = Average(mean, channels);
        double sum = 0;
        for (var c = 0; c < channels; c++)
        {
            var distance = mean[c] - mergedMean;
            sum += variance[c] + (distance * distance);
        }

        mergedVariance = sum / channels;
    }
}

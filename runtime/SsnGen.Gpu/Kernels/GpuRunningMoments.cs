using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>
/// What training makes of the moments of a batch: one group of threads moves the running moments of all channels towards
/// them, or of none. Why is written in <see cref="SsnGen.Training.SsnWorkspace.RefusedBatch"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuRunningMoments
{
    /// <summary>Moves the running moments, or counts a batch by which they would not have stayed finite.</summary>
    /// <param name="moments">The moments of the batch, all channels of them.</param>
    /// <param name="parameters">The running moments; nothing happens where there are none, which is so in evaluation.</param>
    /// <param name="batch">The place of the batch normalizer: ratios that are one-hot elsewhere, both of them, leave all as it is.</param>
    /// <param name="shared">Shared memory for a value of each warp.</param>
    public static void Move(GpuMoments moments, GpuSsnParameters parameters, int batch, ArrayView<double> shared)
    {
        var channels = (int)parameters.RunningMean.Length;
        if (channels == 0 || !GpuGates.UseBatch(parameters, batch))
        {
            return;
        }

        var broken = 0.0;
        for (var c = Group.IdxX; c < channels; c += Group.DimX)
        {
            broken += IsFinite(Mean(moments, parameters, c)) ? 0.0 : 1.0;
            broken += IsFinite(Variance(moments, parameters, c)) ? 0.0 : 1.0;
        }

        if (GpuLanes.GroupSum(broken, shared) != 0.0)
        {
            if (Group.IdxX == 0 && parameters.RefusedBatches.Length > 0)
            {
                parameters.RefusedBatches[0] += 1;
            }

            return;
        }

        for (var c = Group.IdxX; c < channels; c += Group.DimX)
        {
            parameters.RunningMean[c] = Mean(moments, parameters, c);
            parameters.RunningVariance[c] = Variance(moments, parameters, c);
        }
    }

    private static float Mean(GpuMoments moments, GpuSsnParameters parameters, int c) =>
        Moved(parameters.RunningMean[c], moments.BatchMean[c], parameters.Momentum);

    private static float Variance(GpuMoments moments, GpuSsnParameters parameters, int c) =>
        Moved(parameters.RunningVariance[c], moments.BatchVariance[c] * (1.0 + parameters.VarianceExcess), parameters.Momentum);

    private static float Moved(float running, double batch, float momentum) => (float)(running + (momentum * (batch - running)));

    private static bool IsFinite(float value) => value >= -float.MaxValue && value <= float.MaxValue;
}

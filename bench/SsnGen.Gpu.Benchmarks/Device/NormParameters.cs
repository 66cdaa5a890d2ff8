using SsnGen.Training;

namespace SsnGen.Gpu.Benchmarks.Device;

/// <summary>The parameters of one layer in the host's memory.</summary>
internal sealed record NormParameters(
    float[] Gamma, float[] Beta, double[] MeanRatios, double[] VarianceRatios, float[] RunningMean, float[] RunningVariance)
{
    /// <summary>Weight of the new value in the running moments.</summary>
    public const float Momentum = 0.1f;

    /// <summary>Random parameters; ratios are those of the selection, otherwise a mixture of all normalizers.</summary>
    /// <param name="mean">About what the running mean is.</param>
    public static NormParameters Random(SsnKernel shape, Selection? selection, float mean = 0)
    {
        var random = new Random(shape.Channels + shape.SlabSize);
        float[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        var running = shape.Normalizers.Contains(Normalizer.Batch) ? shape.Channels : 0;
        var k = shape.Normalizers.Length;
        double[] ratios = [.. Enumerable.Range(1, k).Select(i => 2.0 * i / k / (k + 1))];
        return new NormParameters(
            [.. Next(shape.Channels).Select(static g => 1 + (0.5f * g))],
            Next(shape.Channels),
            selection is null ? ratios : OneHot(shape, selection.Mean),
            selection is null ? [.. ratios.Reverse()] : OneHot(shape, selection.Variance),
            [.. Next(running).Select(v => mean + v)],
            [.. Next(running).Select(static v => 1.5f + v)]);
    }

    private static double[] OneHot(SsnKernel shape, Normalizer normalizer) => [.. shape.Normalizers.Select(n => n == normalizer ? 1.0 : 0)];
}

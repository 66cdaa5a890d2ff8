using SsnGen;
using SsnGen.Threading;
using SsnGen.Training;

namespace GpuNorm;

/// <summary>What the layer has to learn: the output of a layer whose mean and variance are already selected.</summary>
internal sealed class Imitation
{
    /// <summary>Values of one channel: 8 samples of 8×8.</summary>
    public const int ChannelValues = Samples * 64;

    private const int Samples = 8;

    /// <summary>What the teacher has selected, and training should find.</summary>
    public static readonly Selection Teacher = new(Normalizer.Layer, Normalizer.Instance);

    /// <summary>Draws inputs whose channels and samples differ in mean and scale, and computes the teacher's outputs.</summary>
    public Imitation(int seed)
    {
        var kernel = NormNet.Kernels.Norm;
        var (random, channels, slab) = (new Random(seed), kernel.Channels, kernel.SlabSize);
        Input = new float[Samples * channels * slab];
        for (var k = 0; k < Samples * channels; k++)
        {
            var (mean, scale) = ((random.NextSingle() * 2) - 1, 0.5f + random.NextSingle());
            for (var i = k * slab; i < (k + 1) * slab; i++)
            {
                Input[i] = mean + (scale * ((random.NextSingle() * 2) - 1));
            }
        }

        Target = new float[Input.Length];
        var batch = new float[channels];
        using var workspace = new SsnWorkspace();
        kernel.Forward(Input, default, Target, Parameters(kernel, Teacher, batch), workspace, InlineTeam.Instance);
    }

    /// <summary>x, [N, C, S].</summary>
    public float[] Input { get; }

    /// <summary>The teacher's outputs, [N, C, S].</summary>
    public float[] Target { get; }

    private static SsnParameters Parameters(SsnKernel kernel, Selection selection, float[] running) => new()
    {
        Gamma = Enumerable.Range(0, kernel.Channels).Select(static c => 1 + (0.1f * c)).ToArray(),
        Beta = Enumerable.Range(0, kernel.Channels).Select(static c => 0.5f - (0.1f * c)).ToArray(),
        MeanRatios = OneHot(kernel, selection.Mean),
        VarianceRatios = OneHot(kernel, selection.Variance),
        RunningMean = running,
        RunningVariance = running.ToArray(),
    };

    private static double[] OneHot(SsnKernel kernel, Normalizer normalizer) =>
        [.. kernel.Normalizers.Select(n => n == normalizer ? 1.0 : 0)];
}

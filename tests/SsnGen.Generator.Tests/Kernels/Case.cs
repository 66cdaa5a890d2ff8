using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Tests.Kernels;

/// <summary>The inputs of one forward and backward pass.</summary>
internal sealed record Case(KernelPlan Plan, int Samples)
{
    public required float[] X { get; init; }

    public required float[] Residual { get; init; }

    public required float[] Upstream { get; init; }

    public required float[] Gamma { get; init; }

    public required float[] Beta { get; init; }

    public required double[] P { get; init; }

    public required double[] Q { get; init; }

    public required float[] RunningMean { get; init; }

    public required float[] RunningVariance { get; init; }

    public float Momentum { get; init; } = 0.1f;

    public bool Evaluation { get; init; }

    public bool UsesBatchMoments => !Evaluation && Plan.Omega.ToList().IndexOf(Normalizer.Batch) is var k and >= 0 && (P[k] != 0 || Q[k] != 0);

    /// <summary>A case with ordinary values; channels differ in mean and scale, so that the normalizers differ.</summary>
    public static Case Random(KernelPlan plan, int samples, int seed, double[] p, double[] q)
    {
        var random = new Random(seed);
        var length = samples * plan.Channels * plan.SlabSize;
        var x = new float[length];
        for (var i = 0; i < length; i++)
        {
            var k = i / plan.SlabSize;
            x[i] = (float)(Normal(random) * (1 + (k % 3)) + (k % 5) - 1);
        }

        var batch = plan.Omega.Contains(Normalizer.Batch) ? plan.Channels : 0;
        return new(plan, samples)
        {
            X = x,
            Residual = plan.Residual ? Normals(random, length) : [],
            Upstream = Normals(random, length),
            Gamma = [.. Normals(random, plan.Channels).Select(static g => 1 + (0.5f * g))],
            Beta = Normals(random, plan.Channels),
            P = p,
            Q = q,
            RunningMean = Normals(random, batch),
            RunningVariance = [.. Normals(random, batch).Select(static v => 0.5f + (v * v))],
        };
    }

    public static float[] Normals(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)Normal(random))];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

namespace SsnGen.Generator.Tests.Harness;

/// <summary>What emitted networks are held to.</summary>
internal static class NetworkAssert
{
    /// <summary>Every output is the reference's, up to a tolerance.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Its samples.</param>
    /// <param name="tolerance">As for the other overload.</param>
    public static void Agrees(CompiledNetwork network, float[] input, double tolerance) =>
        Agrees(network.Run(input), network.Reference, input, tolerance, () => $"{network.Plan.Name}\n{string.Join('\n', network.Plan.Layers)}");

    /// <summary>
    /// Every output is the reference's, up to a tolerance relative to 1 + the largest of them, and up to what rounding does that
    /// nobody can avoid: a normalizer of two almost equal values makes the last digits of its input three hundred times as large.
    /// </summary>
    /// <param name="actual">The outputs.</param>
    /// <param name="reference">Computes them in double precision.</param>
    /// <param name="input">The samples.</param>
    /// <param name="tolerance">The tolerance.</param>
    /// <param name="words">What to say of the network if it does not agree.</param>
    public static void Agrees(float[] actual, Func<float[], double[]> reference, float[] input, double tolerance, Func<string> words)
    {
        var expected = reference(input);
        Assert.Equal(expected.Length, actual.Length);
        var bound = tolerance * (1 + expected.Select(Math.Abs).DefaultIfEmpty().Max());
        if (Distance(expected, actual) <= bound)
        {
            return;
        }

        var random = new Random(1);
        var moved = reference([.. input.Select(v => v * (1 + ((random.Next(2) == 0 ? -1 : 1) * 1.2e-7f)))]);
        bound += 32 * expected.Zip(moved, static (e, m) => Math.Abs(e - m)).Max();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(actual[i] - expected[i]) <= bound, $"Value {i} is {actual[i]:R}, expected {expected[i]:R}, up to {bound:R}: {words()}");
        }
    }

    private static double Distance(double[] expected, float[] actual)
    {
        var distance = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            distance = Math.Max(distance, Math.Abs(actual[i] - expected[i]));
        }

        return distance;
    }
}

namespace SsnGen.Generator.Tests.Inference;

/// <summary>What emitted networks are held to.</summary>
internal static class NetworkAssert
{
    /// <summary>Every output is the reference's, up to a tolerance relative to 1 + the largest of them.</summary>
    public static void Agrees(CompiledNetwork network, float[] input, double tolerance)
    {
        var expected = network.Reference(input);
        var actual = network.Run(input);
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= tolerance * (1 + largest),
                $"{network.Plan.Name}: value {i} is {actual[i]:R}, expected {expected[i]:R}; the largest is {largest:R}.\n{string.Join('\n', network.Plan.Layers)}");
        }
    }
}

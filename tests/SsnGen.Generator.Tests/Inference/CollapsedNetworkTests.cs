using CsCheck;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Tests.Inference;

public class CollapsedNetworkTests
{
    [Fact]
    public void Random_networks_agree_with_the_reference() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var random = new RandomModels(seed);
            var plans = Enumerable.Range(0, 8).Select(i => random.Next($"Net{i}")).ToArray();
            foreach (var network in CompiledNetwork.Create(plans, seed))
            {
                AssertAgrees(network, network.Samples(2, seed));
            }
        }, iter: 12, threads: 1);

    internal static void AssertAgrees(CompiledNetwork network, float[] input)
    {
        var expected = network.Reference(input);
        var actual = network.Run(input);
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= 1e-4 * (1 + largest),
                $"Value {i} is {actual[i]}, expected {expected[i]}, largest {largest}.\n{string.Join('\n', network.Plan.Layers)}");
        }
    }
}

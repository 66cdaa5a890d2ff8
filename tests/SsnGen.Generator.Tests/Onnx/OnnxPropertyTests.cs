using CsCheck;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Onnx;
using SsnGen.Testing;

namespace SsnGen.Generator.Tests.Onnx;

/// <summary>Random networks, exported and run by ONNX Runtime, compute what the emitted networks compute.</summary>
public class OnnxPropertyTests
{
    private const double Tolerance = 1e-4;
    private const double LooseTolerance = 1e-2;

    [Fact]
    public void Exported_networks_equal_the_emitted_ones() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var random = new RandomPlans(seed);

            // No definition may say what cancels (SSN023); plans that nobody checked may.
            var plans = Enumerable.Range(0, 1000).Select(i => random.Next($"Net{i}")).Where(static plan => !Cancels(plan)).Take(12).ToArray();
            Assert.Equal(12, plans.Length);
            foreach (var network in CompiledNetwork.Create(plans, seed, radius: seed % 100 / 100.0))
            {
                AssertEqual(network, seed, Tolerance);
            }
        }, iter: 3, threads: 1);

    [Fact]
    public void What_ONNX_Runtime_cancels_the_emitted_network_does_not()
    {
        var plan = TestPlans.Model(
            "OneValue",
            new Shape(16, 1, 9),
            TestPlans.Layer(0, new Shape(16, 1, 9), new Shape(20, 1, 1), TestPlans.Linear(Bias: true), TestPlans.Selected(Normalizer.Instance, Normalizer.Instance)),
            TestPlans.Layer(1, new Shape(20, 1, 1), new Shape(33, 1, 1), TestPlans.Linear(Bias: true), TestPlans.Selected(Normalizer.Layer, Normalizer.Layer)));
        var network = Assert.Single(CompiledNetwork.Create([plan]));
        Assert.True(Cancels(plan));
        NetworkAssert.Agrees(network, network.Samples(2, seed: 1), 1e-6);
        AssertEqual(network, seed: 1, LooseTolerance);
    }

    [Fact]
    public void Every_pair_of_normalizers_is_exported()
    {
        Normalizer[] normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];
        var input = new Shape(12, 7, 6);
        var output = new Shape(24, 7, 6);
        var plans =
            from mean in normalizers
            from variance in normalizers
            let normalization = TestPlans.Selected(mean, variance, groups: 4)
            select TestPlans.Model(
                $"{mean}{variance}",
                input,
                TestPlans.Layer(0, input, output, TestPlans.Conv(3, 1, 1, 1, 1, Bias: true), normalization, Activations.Silu),
                TestPlans.Layer(1, output, output, new Producer.AveragePool(new Window(3, 1, 1)), normalization with { Bessel = true }, Activations.LeakyRelu, 1));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            AssertEqual(network, seed: 1, Tolerance);
        }
    }

    /// <summary>
    /// Whether a layer normalizes single values by their own moments. β is all that is left of them then, which ONNX Runtime computes as
    /// x a + (β − x a) with a = γ/√ε: what that cancels, up to 300 times the rounding of x, later layers may amplify.
    /// </summary>
    private static bool Cancels(ModelPlan plan) => plan.Layers.Any(static l => l is { Output.SlabSize: 1, Normalization: { } n }
        && (n.Selection is { } s ? [s.Mean, s.Variance] : n.Omega.ToArray())
            .Any(k => k == Normalizer.Instance || (k == Normalizer.Group && n.Groups == l.Output.Channels)));

    // Both round in float, in different orders: twice the bound that each alone keeps from the reference.
    private static void AssertEqual(CompiledNetwork network, int seed, double tolerance)
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(stream, TestPlans.Graph(network.Plan), network.Weights);
        var input = network.Samples(2, seed);
        var expected = network.Run(input);
        (float[], long[])[] inputs = [.. network.Plan.Inputs(input).Zip(network.Plan.Inputs, static (x, i) => (x, (long[])[2, i.Shape.Channels, .. i.Shape.Sides.Select(static s => (long)s)]))];
        var outputs = OnnxRun.RunAll(stream.ToArray(), inputs);
        float[] actual = [.. outputs.SelectMany(static y => y)];
        Assert.Equal(expected.Length, actual.Length);

        var bound = (tolerance * (1 + expected.Max(Math.Abs))) + (8 * OnnxRun.Rounding(stream.ToArray(), outputs, inputs).Max());
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= bound,
                $"{network.Plan.Name}: value {i} is {actual[i]:R} by ONNX Runtime, {expected[i]:R} by the emitted network.\n{string.Join('\n', network.Plan.Layers)}");
        }
    }
}

using CsCheck;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Scaffolding;
using SsnGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Random networks, exported and imported, are the networks that they were.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    [Fact]
    public void Imported_layers_compute_what_the_exported_ones_did()
    {
        var (imported, refused) = (0, 0);
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var network = new RandomNetworks(seed).Next();
                var weights = NetworkWeights.Random(network.Layers, seed);
                ImportedModel model;
                try
                {
                    model = ImportedModel.Of(network, weights);
                }
                catch (ToolException refusal) when (refusal.Message.Contains("as [Resize] needs", StringComparison.Ordinal))
                {
                    // Fused layers come later, and with them the sizes that others take.
                    Interlocked.Increment(ref refused);
                    return;
                }
                catch (ToolException refusal)
                {
                    Assert.Fail(refusal.Message + "\n" + NetworkWords.Of(network));
                    return;
                }

                Interlocked.Increment(ref imported);
                var inputs = model.Samples(2, seed);
                var expected = ReferenceEvaluation.RunLayers(network, weights, inputs);
                AssertAgrees(model, [.. network.Outputs.Select(o => expected[o.Layer])], model.ByReference(inputs), network);
            },
            iter: 300,
            threads: 1);
        output.WriteLine($"{imported} networks imported, {refused} refused for a size that no layer before has");
        Assert.True(imported > 10 * refused, $"{refused} of {imported + refused} were refused");
    }

    [Fact]
    public void What_is_written_compiles_to_the_network_that_was_read() =>
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var models = Enumerable.Range(0, 20).Select(i => TryImport(seed + i, $"Net{i}")).OfType<ImportedModel>().Take(8).ToArray();
                var compiled = CompiledDefinitions.Of([.. models.Select(static m => m.Scaffold)]);
                foreach (var model in models)
                {
                    // The generator describes the classes exactly as the import did.
                    Assert.Equal(NetworkWords.Of(model.Scaffold.Network), NetworkWords.Of(compiled.Graph(model.Scaffold.Namespace + ".Net")));
                    var inputs = model.Samples(2, seed);
                    var (theirs, ours, reference) = (model.ByOnnxRuntime(inputs, 2), model.By(compiled, inputs), model.ByReference(inputs));
                    var rounding = model.RoundingOfOnnxRuntime(theirs, inputs, 2);
                    for (var i = 0; i < ours.Length; i++)
                    {
                        FloatAssert.MaxDifference<float, float>(theirs[i], ours[i], (2e-4 * Math.Max(1, theirs[i].Max(Math.Abs))) + (8 * rounding[i]), model.Text);
                        FloatAssert.MaxDifference<double, float>(reference[i], ours[i], 1e-2 * Math.Max(1, reference[i].Max(Math.Abs)), model.Text);
                    }
                }
            },
            iter: 1,
            threads: 1);

    [Fact]
    public void Repeated_blocks_are_found() =>
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                // The generator is asked for a few of them, which takes longer.
                var models = Enumerable.Range(0, 30).Select(i => BlocksImported(seed + i, $"Net{i}")).ToArray();
                var compiled = CompiledDefinitions.Of([.. models.Take(4).Select(static m => m.Scaffold)]);
                foreach (var model in models.Take(4))
                {
                    Assert.Equal(NetworkWords.Of(model.Scaffold.Network), NetworkWords.Of(compiled.Graph(model.Scaffold.Namespace + ".Net")));
                }
            },
            iter: 1,
            threads: 1);

    // The stage's channels say nothing to them.
    [Fact]
    public void Depthwise_convolutions_to_more_channels_are_blocks_too()
    {
        var m = new ModelBuilder(17, null, 8, 9, 9);
        var (x, channels) = ("input", 8);
        foreach (var multiple in (int[])[2, 2, 2, 1])
        {
            x = m.Node("Relu", [m.Node("Conv", [x, m.Random(multiple * channels, 1, 3, 3)], ("group", channels), ("pads", new[] { 1, 1, 1, 1 }))]);
            channels *= multiple;
            x = m.Node("Relu", [m.Node("Conv", [x, m.Random(channels, channels, 1, 1)])]);
        }

        var model = ImportedModel.Of(m.Returning(x));
        var inputs = model.Samples(2, seed: 1);
        FloatAssert.MaxDifference<float, float>(model.ByOnnxRuntime(inputs, 2)[0], model.ByCompiledNetwork(inputs)[0], 1e-4);
        Assert.Contains("Expansion = 2, Kernel = 3, Depthwise = true", model.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_read_far_behind_stay_within_reach() =>
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var models = Enumerable.Range(0, 60).Select(i => ChainWithSkips(seed + i)).ToArray();
                var scaffolds = models.Select(static (m, i) => ImportedModel.Of(m, $"Net{i}")).ToArray();
                for (var i = 0; i < models.Length; i++)
                {
                    // All layers listed and in blocks they are one network.
                    var inputs = scaffolds[i].Samples(1, seed);
                    FloatAssert.MaxDifference<double, double>(ImportedModel.Of(models[i], isFlat: true).ByReference(inputs)[0], scaffolds[i].ByReference(inputs)[0], 1e-12, scaffolds[i].Text);
                }

                var compiled = CompiledDefinitions.Of([.. scaffolds.Take(3).Select(static s => s.Scaffold)]);
                Assert.All(scaffolds.Take(3), s => Assert.Equal(NetworkWords.Of(s.Scaffold.Network), NetworkWords.Of(compiled.Graph(s.Scaffold.Namespace + ".Net"))));
            },
            iter: 1,
            threads: 1);

    // Convolutions one behind the other, half of which add what was computed some before.
    private static byte[] ChainWithSkips(int seed)
    {
        var random = new Random(seed);
        var m = new ModelBuilder(17, null, 4, 3, 3);
        List<string> values = ["input"];
        for (var i = random.Next(10, 50); i > 0; i--)
        {
            var x = m.Node("Conv", [values[^1], m.Random(4, 4, 1, 1)]);
            x = random.Next(2) == 0 ? x : m.Node("Add", [x, values[Math.Max(0, values.Count - random.Next(1, 7))]]);
            values.Add(m.Node(random.Next(3) == 0 ? "Tanh" : "Sigmoid", [x]));
        }

        return m.Returning(values[^1]);
    }

    private static ImportedModel BlocksImported(int seed, string inNamespace)
    {
        var (network, blocks) = new RandomBlocks(seed).Next();
        var weights = NetworkWeights.Random(network.Layers, seed);
        var model = ImportedModel.Of(network, weights, inNamespace);

        // As many as there are, or more of smaller ones.
        var uses = System.Text.RegularExpressions.Regex.Matches(model.Text, @"Repeat\((\d+)").Sum(static m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(uses >= blocks - 1, $"{uses} blocks of {blocks} were found:\n{model.Text}");
        var inputs = model.Samples(1, seed);
        var expected = ReferenceEvaluation.RunLayers(network, weights, inputs);
        AssertAgrees(model, [.. network.Outputs.Select(o => expected[o.Layer])], model.ByReference(inputs), network);
        return model;
    }

    private static ImportedModel? TryImport(int seed, string inNamespace)
    {
        var network = new RandomNetworks(seed).Next();
        try
        {
            return ImportedModel.Of(network, NetworkWeights.Random(network.Layers, seed), inNamespace);
        }
        catch (ToolException refusal) when (refusal.Message.Contains("as [Resize] needs", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static void AssertAgrees(ImportedModel model, double[][] expected, double[][] actual, NetworkGraph network)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var bound = 1e-5 * Math.Max(1, expected[i].Max(Math.Abs));
            var worst = expected[i].Zip(actual[i], static (e, a) => Math.Abs(e - a)).Max();
            Assert.True(worst <= bound, $"output {i} differs by {worst}:\n{string.Join('\n', network.Layers.Select(static l => $"{l} {l.Producer} [{string.Join(", ", l.Sources)}] {l.Normalization} {string.Join(", ", l.Tail)}"))}\n{model.Text}");
        }
    }
}

using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Strips of Winograd tiles are multiplied whole, however the vectors of the machine cut them.</summary>
public class WinogradStripTests
{
    private static readonly VectorWidth[] _vectors = [VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128];

    [Fact]
    public void Register_tiles_cover_every_strip_at_every_width_of_vectors()
    {
        var (shorter, rests) = (0, 0);
        foreach (var channels in new[] { 16, 32, 48 })
        {
            for (var width = 1; width <= 80; width++)
            {
                foreach (var step in InferencePlanner.Plan(Model(channels, height: 22, width)).Steps)
                {
                    if (step.Convolution is not { Winograd: { } winograd } conv)
                    {
                        continue;
                    }

                    int[] strips = [.. new[] { winograd.StripRows, winograd.LastStripRows }.Distinct().Select(rows => rows * winograd.Columns)];
                    Assert.Equal(11, ((winograd.Strips - 1) * winograd.StripRows) + winograd.LastStripRows);
                    Assert.Equal((width + 1) / 2, winograd.Columns);
                    foreach (var vectors in _vectors)
                    {
                        var rows = conv.Rows.Where(r => r.Width == vectors).ToArray();
                        Assert.Equal(strips, rows.Select(static r => (r.Count * r.Main.Pixels) + (r.Rest?.Pixels ?? 0)));
                        rests += rows.Count(static r => r.Rest is not null);
                    }

                    shorter += strips.Length - 1;
                }
            }
        }

        Assert.True(shorter > 20 && rests > 50, $"{shorter} shorter strips and {rests} tiles at their ends: too few to tell.");
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void A_width_of_62_agrees_with_the_reference(int bits)
    {
        // 31 tiles a row: no register tile of any width of vectors divides them.
        ModelPlan[] plans = [Model(16, height: 10, width: 62), Model(32, height: 7, width: 62), Model(48, height: 10, width: 61)];
        Assert.All(plans, static plan => Assert.All(InferencePlanner.Plan(plan).Steps, static s => Assert.NotNull(s.Convolution?.Winograd)));
        Assert.All(InferencePlanner.Plan(plans[0]).Steps[0].Convolution!.Rows, static row => Assert.NotNull(row.Rest));
        foreach (var network in CompiledNetwork.Create(plans, bits: bits))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }

    private static ModelPlan Model(int channels, int height, int width)
    {
        var shape = new Shape(channels, height, width);
        var conv = TestPlans.Conv(Kernel: 3, Stride: 1, Padding: 1, Dilation: 1, Groups: 1, Bias: true);
        var batch = TestPlans.Selected(Normalizer.Batch, Normalizer.Batch);
        return TestPlans.Model(
            $"Net{channels}_{height}_{width}", shape, TestPlans.Layer(0, shape, shape, conv, batch, Activations.Relu));
    }
}

using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Tests.Inference;

public class PackingTests
{
    private static readonly Layer _layer = new()
    {
        Path = "Stem",
        Sources = [new NetworkInput("input", new Shape(3, 5, 5))],
        Output = new Shape(20, 3, 3),
        Producer = new Producer.Conv(Channels: 20, new Window(kernel: 3), Groups: 1, Bias: true),
        Normalization = new Normalization { Normalizers = [Normalizer.Instance, Normalizer.Batch] },
    };

    private static readonly NetworkWeights _weights = NetworkWeights.Random([_layer], seed: 1);

    private static readonly ConvolutionLayout _layout = new(InputBlocks: 1, UnitBlocks: 2);

    // As compiled for the batch normalizer.
    private static readonly Layer _batch = With(new Selection(Normalizer.Batch, Normalizer.Batch));

    [Fact]
    public void Weights_go_to_their_tap_and_channel_and_the_rest_is_zero()
    {
        var packed = new float[9 * 16 * 32];
        var bias = new float[32];
        Array.Fill(packed, float.NaN);
        Array.Fill(bias, float.NaN);
        ConvolutionPacking.Pack(_layer, _weights, _layout, folds: false, packed, bias);

        var weights = _weights.Get("Stem.conv.weight", 20, 3, 3, 3);
        for (var tap = 0; tap < 9; tap++)
        {
            for (var input = 0; input < 16; input++)
            {
                for (var output = 0; output < 32; output++)
                {
                    var expected = input < 3 && output < 20 ? weights[(((output * 3) + input) * 9) + tap] : 0;
                    Assert.Equal(expected, packed[(((tap * 16) + input) * 32) + output]);
                }
            }
        }

        Assert.Equal(_weights.Get("Stem.conv.bias", 20), bias[..20]);
        Assert.All(bias[20..], static v => Assert.Equal(0, v));
    }

    [Fact]
    public void Batch_folds_into_weights_and_bias()
    {
        var packed = new float[9 * 16 * 32];
        var bias = new float[32];
        ConvolutionPacking.Pack(_batch, _weights, _layout, folds: true, packed, bias);

        var weights = _weights.Get("Stem.conv.weight", 20, 3, 3, 3);
        var gamma = _weights.Get("Stem.norm.weight", 20);
        var beta = _weights.Get("Stem.norm.bias", 20);
        var mean = _weights.Get("Stem.norm.running_mean", 20);
        var variance = _weights.Get("Stem.norm.running_var", 20);
        var shift = _weights.Get("Stem.conv.bias", 20);
        for (var output = 0; output < 20; output++)
        {
            var scale = gamma[output] / Math.Sqrt(variance[output] + (double)1e-5f);
            Assert.Equal((float)(scale * weights[output * 27]), packed[output]);
            Assert.Equal(beta[output] + (scale * (shift[output] - mean[output])), bias[output], tolerance: 1e-6);
        }
    }

    [Fact]
    public void Places_of_another_length_are_refused()
    {
        var bias = new float[32];
        Assert.Throws<ArgumentException>("packed", () => ConvolutionPacking.Pack(_layer, _weights, _layout, folds: false, new float[(9 * 16 * 32) - 1], bias));
        Assert.Throws<ArgumentException>("bias", () => ConvolutionPacking.Pack(_layer, _weights, _layout, folds: false, new float[9 * 16 * 32], new float[20]));
        var normalization = new CollapsedNormalization(_batch, _weights);
        Assert.Throws<ArgumentException>("packed", () => normalization.PackAffine(new float[60]));
        Assert.Throws<ArgumentException>("packed", () => normalization.Pack(new float[160]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Slopes_are_one_for_each_channel_whether_they_share_one_or_not(bool perChannel)
    {
        var layer = new Layer { Path = "Act", Sources = [_layer], Output = _layer.Output, Producer = new Producer.PRelu(perChannel) };
        var packed = new float[32];
        var weights = NetworkWeights.Random([layer], seed: 1);
        var slopes = weights.Get("Act.prelu.weight", perChannel ? 20 : 1);
        SlopePacking.Pack(layer, weights, packed);
        Assert.Equal([.. Enumerable.Range(0, 20).Select(c => slopes[perChannel ? c : 0]), .. new float[12]], packed);
        Assert.Throws<ArgumentException>("packed", () => SlopePacking.Pack(layer, weights, new float[20]));
        Assert.Throws<ArgumentException>("layer", () => SlopePacking.Pack(_layer, weights, packed));
    }

    [Fact]
    public void A_mixture_carries_the_ratios_of_its_gate()
    {
        var floats = new float[2 * ((4 * 32) + 4)];
        new CollapsedNormalization(With(selection: null, Gate.Softmax), _weights).Pack(floats);
        var packed = System.Runtime.InteropServices.MemoryMarshal.Cast<float, double>(floats).ToArray();
        Assert.Equal(1, packed[128] + packed[129], tolerance: 1e-12);
        Assert.Equal(1, packed[130] + packed[131], tolerance: 1e-12);
        Assert.Equal(packed[129] * _weights.Get("Stem.norm.running_mean", 20)[7], packed[64 + 7]);
        Assert.Equal((packed[131] * _weights.Get("Stem.norm.running_var", 20)[7]) + 1e-5f, packed[96 + 7]);
    }

    [Fact]
    public void Folded_weights_keep_their_scale_apart_and_their_bias_shifted()
    {
        var plain = FoldedWeights.Read(_layer, _weights, folds: false);
        var folded = FoldedWeights.Read(_batch, _weights, folds: true);
        Assert.Equal((20, 27), (folded.Outputs, folded.Inputs));
        var (gamma, beta) = (_weights.Get("Stem.norm.weight", 20), _weights.Get("Stem.norm.bias", 20));
        var (mean, variance) = (_weights.Get("Stem.norm.running_mean", 20), _weights.Get("Stem.norm.running_var", 20));
        for (var output = 0; output < 20; output++)
        {
            Assert.Equal(plain.Values(output), folded.Values(output));
            Assert.Equal(1, plain.Scale(output));
            Assert.Equal(gamma[output] / Math.Sqrt((double)variance[output] + 1e-5f), folded.Scale(output), 1e-9);
            Assert.Equal(beta[output] + (folded.Scale(output) * (plain.Bias[output] - mean[output])), folded.Bias[output], 1e-6);
        }
    }

    private static Layer With(Selection? selection, Gate gate = Gate.SparsestMax) => new()
    {
        Path = _layer.Path,
        Sources = _layer.Sources,
        Output = _layer.Output,
        Producer = _layer.Producer,
        Normalization = _layer.Normalization! with { Selection = selection, Gate = gate },
    };
}

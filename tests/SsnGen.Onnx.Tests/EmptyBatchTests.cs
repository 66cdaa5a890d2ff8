using SsnGen.Networks;
using SsnGen.Testing;

namespace SsnGen.Onnx.Tests;

/// <summary>Models with a free batch run an empty one too: no size of theirs is left to be inferred from nothing.</summary>
public class EmptyBatchTests
{
    private static readonly Shape _vector = new(30, 1, 1);

    public static TheoryData<string> Producers { get; } = ["Conv", "Linear", "MaxPool", "AveragePool", "GlobalAveragePool", "Identity"];

    [Theory]
    [MemberData(nameof(Producers))]
    public void Every_producer_gives_an_empty_batch(string producer) => AssertRuns(Layer(producer, normalization: null));

    [Theory]
    [MemberData(nameof(Producers))]
    public void Every_normalization_behind_it_does_too(string producer)
    {
        Normalizer[] all = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];
        foreach (var selected in from mean in all from variance in all select OnnxLayers.Selected(mean, variance))
        {
            AssertRuns(Layer(producer, selected));
        }

        AssertRuns(Layer(producer, OnnxLayers.Selected(default, default) with { Selection = null }));
    }

    [Fact]
    public void What_a_linear_layer_made_is_read_as_pixels()
    {
        var first = OnnxLayers.Of("A", OnnxLayers.Linear(Bias: true), OnnxLayers.Image, _vector);
        var second = OnnxLayers.Of("B", OnnxLayers.Conv(1, 1, 0, 1, 1, Bias: true), _vector, _vector, source: first, residual: first);
        var third = OnnxLayers.Of("C", OnnxLayers.Linear(Bias: true), _vector, _vector, source: second, residual: first);
        AssertRuns(first, second, third);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_model_of_no_samples_is_not_written(int batch)
    {
        Layer[] layers = [Layer("Linear", normalization: null)];
        var weights = NetworkWeights.Random(layers, seed: 1);
        using var stream = new MemoryStream();
        var error = Assert.Throws<ArgumentOutOfRangeException>(nameof(batch), () => OnnxExport.Write(stream, new(layers), weights, batch));
        Assert.Contains("at least 1, or null for one that is given when the model runs", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    private static Layer Layer(string producer, Normalization? normalization)
    {
        var image = OnnxLayers.Image;
        return producer switch
        {
            "Conv" => OnnxLayers.Of("A", OnnxLayers.Conv(3, 1, 1, 1, 1, Bias: true), image, image, normalization),
            "Linear" => OnnxLayers.Of("A", OnnxLayers.Linear(Bias: true), image, _vector, normalization),
            "MaxPool" => OnnxLayers.Of("A", new Producer.MaxPool(new Window(3, 1, 1)), image, image, normalization),
            "AveragePool" => OnnxLayers.Of("A", new Producer.AveragePool(new Window(3, 1, 1)), image, image, normalization),
            "GlobalAveragePool" => OnnxLayers.Of("A", new Producer.GlobalAveragePool(), image, image with { Height = 1, Width = 1 }, normalization),
            _ => OnnxLayers.Of("A", new Producer.Identity(), image, image, normalization),
        };
    }

    private static void AssertRuns(params Layer[] layers)
    {
        var model = OnnxLayers.Export(layers, NetworkWeights.Random(layers, seed: 1, radius: 0.3));
        Assert.Empty(OnnxRun.Run(model, [], 0, 6, 5, 4));
        Assert.Equal(2 * layers[^1].Output.Length, OnnxRun.Run(model, new float[2 * OnnxLayers.Image.Length], 2, 6, 5, 4).Length);
    }
}

using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Pixels of pictures, from the tensor that a loader has to the network that ships.</summary>
public class PixelTests
{
    [Fact]
    public void What_the_module_trains_on_is_what_the_network_runs_on()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = new PhotosNet.Module();
        module.eval();
        module.Save(folder.File("photos.safetensors"));
        var pixels = new byte[2 * 6 * 5 * 3];
        new Random(4).NextBytes(pixels);
        var values = new float[pixels.Length];
        PhotosNet.Graph.Inputs[0].Pixels!.Convert(pixels, new Shape(3, 6, 5), values);
        var x = module.FromPixels(tensor(pixels, [2, 6, 5, 3], dtype: ScalarType.Byte));
        Assert.Equal(values, x.data<float>().ToArray());
        Assert.Equal([2, 3, 6, 5], x.shape);

        using var noGradient = no_grad();
        var output = new float[6];
        PhotosNet.Load(folder.File("photos.safetensors")).Run(pixels, output);
        FloatAssert.MaxDifference(module.forward(x).data<float>().ToArray(), output, 1e-5, "what the network computes of pixels");
    }

    [Fact]
    public void Weights_say_how_their_pixels_became_values_and_networks_must_agree()
    {
        using var folder = new TemporaryFolder();
        using var module = new PhotosNet.Module();
        module.Save(folder.File("photos.safetensors"));
        var weights = NetworkWeights.Load(folder.File("photos.safetensors"));
        Assert.Equal("mean 123.675 116.28 103.53, scale 0.0171 0.0175 0.0174", weights.Metadata[WeightsMetadata.Pixels]);

        Layer[] other = [Sees(new PixelValues([1, 1, 1], [1, 1, 1])), PhotosNet.Layers[1]];
        var error = Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(other, module.ModelName));
        Assert.Contains("they were trained on pixels of mean 123.675 116.28 103.53, scale 0.0171 0.0175 0.0174, and SsnGen.TorchSharp.Tests.Models.PhotosNet converts pixels by mean 1 1 1, scale 1 1 1.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<WeightsException>(() => weights.CheckForTraining([Sees(null), PhotosNet.Layers[1]], module.ModelName));
        Assert.Contains("does not say how pixels become values.", error.Message, StringComparison.Ordinal);
        weights.CheckForTraining([Sees(null), PhotosNet.Layers[1]], module.ModelName, new LoadOptions { Strict = false });
    }

    [Fact]
    public void Other_tensors_and_other_modules_are_refused()
    {
        using var scope = NewDisposeScope();
        using var module = new PhotosNet.Module();
        Assert.Throws<ArgumentException>("pixels", () => module.FromPixels(zeros(2, 6, 5, 3)));
        Assert.Throws<ArgumentException>("pixels", () => module.FromPixels(zeros([2, 3, 6, 5], ScalarType.Byte)));
        using var plain = new OneValueNet.Module();
        Assert.Throws<InvalidOperationException>(() => plain.FromPixels(zeros([2, 1, 1, 1], ScalarType.Byte)));
    }

    // The first layer, of another input.
    private static Layer Sees(PixelValues? pixels)
    {
        var stem = PhotosNet.Layers[0];
        return new Layer
        {
            Path = stem.Path,
            Sources = [new NetworkInput("input", new Shape(3, 6, 5)) { Pixels = pixels }],
            Output = stem.Output,
            Producer = stem.Producer,
            Normalization = stem.Normalization,
            Tail = stem.Tail,
        };
    }
}

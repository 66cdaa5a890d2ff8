using Digits;
using Digits.Data;
using ImageNet;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;

namespace SsnGen.Onnx.Tests;

/// <summary>The networks of the samples, exported and run by ONNX Runtime.</summary>
public sealed class ExportedNetworkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ssngen-onnx").FullName;

    private static string DigitsWeights => Path.Combine(AppContext.BaseDirectory, "digits.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Digits_computes_the_same()
    {
        var digits = RenderedDigits.Create(64, seed: 5);
        var expected = new float[64 * DigitsNet.OutputLength];
        DigitsNet.Load(DigitsWeights).Run(digits.Images, expected);
        var path = Path.Combine(_folder, "digits.onnx");
        DigitsNet.ExportOnnx(NetworkWeights.Load(DigitsWeights), path);
        var actual = OnnxRun.Run(File.ReadAllBytes(path), digits.Images, 64, 1, DigitSet.Side, DigitSet.Side);
        FloatAssert.NormWise<float, float>(expected, actual, tolerance: 2e-5);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void ResNet50_computes_the_same()
    {
        var weights = NetworkWeights.Random(ResNet50.Layers, seed: 4);
        var random = new Random(7);
        var image = Enumerable.Range(0, ResNet50.InputLength).Select(_ => random.NextSingle()).ToArray();
        var expected = new float[ResNet50.OutputLength];
        ResNet50.Create(weights).Run(image, expected);
        using var stream = new MemoryStream();
        ResNet50.ExportOnnx(weights, stream, batch: 1);
        var actual = OnnxRun.Run(stream.ToArray(), image, 1, 3, 224, 224);
        FloatAssert.NormWise<float, float>(expected, actual, tolerance: 1e-4);
    }

    [Fact]
    public void Weights_of_another_network_write_nothing()
    {
        using var stream = new MemoryStream();
        var foreign = NetworkWeights.Random(ResNet50.Layers, seed: 1);
        var failure = Assert.Throws<WeightsException>(() => DigitsNet.ExportOnnx(foreign, stream));
        Assert.Contains("that the network does not have", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
        Assert.Throws<WeightsException>(() => DigitsNet.ExportOnnx(foreign, Path.Combine(_folder, "broken.onnx")));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Weights_that_the_network_would_refuse_write_nothing()
    {
        using var stream = new MemoryStream();
        var model = Assert.Throws<WeightsException>(() => DigitsNet.ExportOnnx(Changed(model: "Samples.Other"), stream));
        Assert.Contains("weights of Samples.Other, and Digits.DigitsNet", model.Message, StringComparison.Ordinal);
        Assert.Equal("Stem.conv.weight", Assert.Throws<WeightsException>(() => DigitsNet.ExportOnnx(Changed(value: float.NaN), stream)).Tensor);
        var unused = Assert.Throws<WeightsException>(() => DigitsNet.ExportOnnx(Changed(extra: "Extra.conv.weight"), stream));
        Assert.Contains("Extra.conv.weight", unused.Message, StringComparison.Ordinal);
        Assert.Equal("Stem.conv.weight", Assert.Throws<WeightsException>(() => OnnxExport.Write(stream, DigitsNet.Graph, Changed(value: float.NaN))).Tensor);
        Assert.Equal(0, stream.Length);
        DigitsNet.ExportOnnx(Changed(), stream);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        var weights = NetworkWeights.Load(DigitsWeights);
        using var stream = new MemoryStream();
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitsNet.ExportOnnx(weights, stream, batch: 0));
        Assert.Throws<ArgumentNullException>("network", () => OnnxExport.Write(stream, null!, weights));
        Assert.Throws<ArgumentNullException>("weights", () => OnnxExport.Write(stream, DigitsNet.Graph, null!));
        Assert.Equal(0, stream.Length);
    }

    /// <summary>The weights of the sample, with one thing changed.</summary>
    private static NetworkWeights Changed(string? model = null, float? value = null, string? extra = null)
    {
        var weights = NetworkWeights.Load(DigitsWeights);
        var metadata = weights.Metadata.ToDictionary();
        metadata[WeightsMetadata.Model] = model ?? metadata[WeightsMetadata.Model];
        var writer = new SafetensorsWriter(metadata);
        foreach (var tensor in NetworkTensors.Of(DigitsNet.Layers).Where(tensor => !tensor.IsOptional && weights.Contains(tensor.Name)))
        {
            var values = weights.Get(tensor.Name, tensor.Shape.AsSpan());
            values[0] = tensor.Name == "Stem.conv.weight" ? value ?? values[0] : values[0];
            writer.Add(tensor.Name, values, tensor.Shape.AsSpan());
        }

        if (extra is not null)
        {
            writer.Add(extra, [1f], 1);
        }

        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        return NetworkWeights.Load(stream);
    }
}

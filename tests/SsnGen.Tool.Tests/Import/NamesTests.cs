using SsnGen.Tool.Tests.Harness;
using static VerifyXunit.Verifier;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Layers, blocks and stages are called as the model calls them where a person did.</summary>
public sealed class NamesTests
{
    [Fact]
    public async Task Of_a_network_of_torchvision()
    {
        var m = new ModelBuilder(17, null, 3, 32, 32);
        var x = Conv(m, "input", "conv1", 3, 8, 7, 2, 3, isActivated: true);
        x = m.NamedNode("MaxPool", "/maxpool/MaxPool", [x], ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }));
        x = Block(m, Block(m, x, "layer1.0", 8, 8, 1), "layer1.1", 8, 8, 1);
        x = Block(m, Block(m, x, "layer2.0", 8, 16, 2), "layer2.1", 16, 16, 1);
        x = m.NamedNode("Flatten", "/Flatten", [m.NamedNode("GlobalAveragePool", "/avgpool/GlobalAveragePool", [x])]);
        var model = ImportedModel.Of(m.Returning(m.NamedNode("Gemm", "/fc/Gemm", [x, m.Named("fc.weight", 10, 16), m.Named("fc.bias", 10)], ("transB", 1))));

        _ = CompiledDefinitions.Of(model.Scaffold);
        await Verify(model.Text, extension: "cs");
    }

    // Two convolutions and a shortcut, whose projection is called downsample.
    private static string Block(ModelBuilder m, string x, string path, int channels, int outputs, int stride)
    {
        var y = Conv(m, Conv(m, x, path + ".conv1", channels, outputs, 3, stride, 1, isActivated: true), path + ".conv2", outputs, outputs, 3, 1, 1, isActivated: false);
        var added = channels == outputs ? x : Conv(m, x, path + ".downsample.0", channels, outputs, 1, stride, 0, isActivated: false);
        var scope = Scope(path);
        return m.NamedNode("Relu", scope + "/relu_1/Relu", [m.NamedNode("Add", scope + "/Add", [y, added])]);
    }

    private static string Conv(ModelBuilder m, string x, string path, int channels, int outputs, int kernel, int stride, int padding, bool isActivated)
    {
        var batch = path.Replace("conv", "bn", StringComparison.Ordinal).Replace("downsample.0", "downsample.1", StringComparison.Ordinal);
        var y = m.NamedNode(
            "Conv", Scope(path) + "/Conv", [x, m.Named(path + ".weight", outputs, channels, kernel, kernel)],
            ("strides", new[] { stride, stride }), ("pads", Enumerable.Repeat(padding, 4).ToArray()));
        y = m.NamedNode("BatchNormalization", Scope(batch) + "/BatchNormalization", [y, m.Named(batch + ".weight", outputs), m.Named(batch + ".bias", outputs), m.Named(batch + ".running_mean", outputs), m.Named(batch + ".running_var", outputs)]);
        return isActivated ? m.NamedNode("Relu", Scope(path[..Math.Max(0, path.LastIndexOf('.'))]) + "/relu/Relu", [y]) : y;
    }

    // PyTorch's: each scope repeats the one before it.
    private static string Scope(string path) => path.Split('.') switch
    {
        [""] => "",
        [var layer, var index, ..] parts => string.Join('/', parts.Skip(2).Prepend($"/{layer}/{layer}.{index}")),
        var parts => "/" + string.Join('/', parts),
    };
}

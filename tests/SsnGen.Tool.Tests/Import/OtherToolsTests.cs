using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Import;

/// <summary>What PyTorch and other tools write: of each form the imported network computes what ONNX Runtime does.</summary>
public sealed class OtherToolsTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, ModelForm> _forms = new()
    {
        ["convolution, bias and batch normalization"] = new(17, null, [3, 8, 8], static m => m.Node("Relu", [Batch(m, m.Node("Conv", ["input", m.Random(4, 3, 3, 3), m.Random(4)], ("pads", Ones(4))), 4)]), "[Conv(4, Kernel = 3, Bias = true), BatchNorm, Relu]"),
        ["SiLU"] = new(13, null, [4, 5, 5], static m => Silu(m, "input"), "[Silu]"),
        ["decomposed GELU"] = new(13, null, [4, 5], static m =>
            m.Node("Mul", [m.Node("Mul", ["input", m.Node("Add", [m.Node("Erf", [m.Node("Div", ["input", m.Number(1.4142135f)])]), m.Number(1)])]), m.Number(0.5f)]), "[Gelu]"),
        ["GELU by tanh"] = new(13, null, [4, 5], static m => m.Node("Mul", [
            m.Node("Mul", ["input", m.Number(0.5f)]),
            m.Node("Add", [m.Node("Tanh", [m.Node("Mul", [m.Node("Add", ["input", m.Node("Mul", [m.Node("Pow", ["input", m.Number(3)]), m.Number(0.044715f)])]), m.Number(0.7978846f)])]), m.Number(1)])]), "[GeluTanh]"),
        ["GELU of set 20"] = new(20, null, [4, 5], static m => m.Node("Gelu", ["input"], ("approximate", "tanh")), "[GeluTanh]"),
        ["hard swish of older sets"] = new(11, null, [4, 5, 5], static m =>
            m.Node("Div", [m.Node("Mul", ["input", m.Node("Clip", [m.Node("Add", ["input", m.Number(3)]), m.Number(0), m.Number(6)])]), m.Number(6)]), "[HardSwish]"),
        ["hard swish by hard sigmoid"] = new(13, null, [4, 5, 5], static m => m.Node("Mul", ["input", m.Node("HardSigmoid", ["input"], ("alpha", 1f / 6))]), "[HardSwish]"),
        ["decomposed Mish"] = new(13, null, [4, 5, 5], static m => m.Node("Mul", ["input", m.Node("Tanh", [m.Node("Log", [m.Node("Add", [m.Node("Exp", ["input"]), m.Number(1)])])])]), "[Mish]"),
        ["two activations"] = new(13, null, [4, 5, 5], static m => m.Node("Tanh", [Silu(m, "input")]), "[Tanh]"),
        ["Clip of older sets"] = new(9, null, [4, 5, 5], static m => m.Node("Clip", ["input"], ("min", 0f), ("max", 6f)), "[Relu6]"),
        ["Clip from below"] = new(13, null, [4, 5, 5], static m => m.Node("Clip", ["input", m.Number(0)]), "[Relu]"),
        ["flattened by computed sizes"] = new(11, null, [3, 4, 4], static m =>
        {
            var size = m.Node("Gather", [m.Node("Shape", ["input"]), m.Integer(0)], ("axis", 0));
            var target = m.Node("Concat", [m.Node("Unsqueeze", [size], ("axes", new[] { 0 })), m.Integers(-1)], ("axis", 0));
            return m.Node("Gemm", [m.Node("Reshape", ["input", target]), m.Random(5, 48), m.Random(5)], ("transB", 1));
        }, "[Linear(5)]"),
        ["flattened from the end"] = new(13, null, [3, 4, 4], static m => m.Node("Gemm", [m.Node("Flatten", ["input"], ("axis", -3)), m.Random(48, 5)]), "[Linear(5, Bias = false)]"),
        ["flattened for one sample"] = new(13, 1, [3, 4, 4], static m => m.Node("Add", [m.Node("MatMul", [m.Node("Reshape", ["input", m.Integers(1, 48)]), m.Random(48, 5)]), m.Random(5)]), "[Linear(5)]"),
        ["squeezed averages"] = new(13, null, [3, 4, 4], static m => m.Node("Gemm", [m.Node("Squeeze", [m.Node("GlobalAveragePool", ["input"]), m.Integers(3, 2)]), m.Random(3, 5)], ("alpha", 0.5f)), "[Linear(5, Bias = false)]"),
        ["averages of ReduceMean"] = new(18, null, [3, 4, 4], static m => m.Node("ReduceMean", ["input", m.Integers(-1, -2)], ("keepdims", 0)), "[GlobalAveragePool]"),
        ["frames averaged"] = new(18, null, [2, 3, 4, 4], static m => m.Node("ReduceMean", ["input", m.Integers(2)], ("keepdims", 1)), "[AveragePool(KernelShape = [3, 1, 1])]"),
        ["squeeze and excitation"] = new(13, null, [4, 5, 5], static m => m.Node("Mul", [
            "input",
            m.Node("Sigmoid", [m.Node("Conv", [m.Node("Relu", [m.Node("Conv", [m.Node("ReduceMean", ["input"], ("axes", new[] { 2, 3 }), ("keepdims", 1)), m.Random(2, 4, 1, 1), m.Random(2)])]), m.Random(4, 2, 1, 1), m.Random(4)])])]), "Multiply(nameof("),
        ["padding before a convolution"] = new(13, null, [3, 6, 6], static m => m.Node("Conv", [m.Node("Pad", ["input", m.Integers(0, 0, 1, 1, 0, 0, 1, 1)]), m.Random(4, 3, 3, 3)]), "[Conv(4, Kernel = 3, Bias = false)]"),
        ["padding before max pooling"] = new(13, null, [3, 6, 6], static m =>
            m.Node("MaxPool", [m.Node("Pad", ["input", m.Integers(0, 0, 0, 0, 0, 0, 1, 1), m.Number(float.NegativeInfinity)])], ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 })), "[MaxPool(3, Stride = 2, AutoPad = AutoPad.SameUpper)]"),
        ["TensorFlow's padding"] = new(13, null, [3, 7, 8], static m => m.Node("Conv", ["input", m.Random(4, 3, 3, 3)], ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 2 })), "AutoPad = AutoPad.SameUpper"),
        ["padding that no window sees"] = new(8, null, [3, 8, 8], static m => m.Node("Conv", ["input", m.Random(4, 3, 3, 3)], ("pads", new[] { 1, 1, 0, 0 }), ("strides", new[] { 2, 2 })), "[Conv(4, Kernel = 3, Stride = 2, Bias = false)]"),
        ["channels mixed"] = new(13, null, [6, 4, 4], static m =>
            m.Node("Reshape", [m.Node("Transpose", [m.Node("Reshape", ["input", m.Integers(-1, 2, 3, 4, 4)])], ("perm", new[] { 0, 2, 1, 3, 4 })), m.Integers(-1, 6, 4, 4)]), "[ChannelShuffle(2)]"),
        ["pixels of channels"] = new(13, null, [8, 3, 4], static m =>
            m.Node("Reshape", [m.Node("Transpose", [m.Node("Reshape", ["input", m.Integers(-1, 2, 2, 2, 3, 4)])], ("perm", new[] { 0, 1, 4, 2, 5, 3 })), m.Integers(-1, 2, 6, 8)]), "[DepthToSpace(2)]"),
        ["group normalization"] = new(13, null, [6, 4, 4], static m =>
        {
            var normalized = m.Node("InstanceNormalization", [m.Node("Reshape", ["input", m.Integers(0, 3, -1)]), m.Floats([1, 1, 1], 3), m.Floats([0, 0, 0], 3)], ("epsilon", 1e-3f));
            return m.Node("Add", [m.Node("Mul", [m.Node("Reshape", [normalized, m.Node("Shape", ["input"])]), m.Random(6, 1, 1)]), m.Random(6, 1, 1)]);
        }, "[GroupNorm(3, Epsilon = 0.001f)]"),
        ["decomposed layer normalization"] = new(13, null, [6, 4, 4], static m =>
        {
            var centred = m.Node("Sub", ["input", m.Node("ReduceMean", ["input"], ("axes", new[] { 1, 2, 3 }))]);
            var variance = m.Node("ReduceMean", [m.Node("Pow", [centred, m.Number(2)])], ("axes", new[] { 1, 2, 3 }));
            return m.Node("Add", [m.Node("Mul", [m.Node("Div", [centred, m.Node("Sqrt", [m.Node("Add", [variance, m.Number(1e-5f)])])]), m.Random(6, 1, 1)]), m.Random(6, 1, 1)]);
        }, "[LayerNorm]"),
        ["layer normalization of vectors"] = new(17, null, [6], static m => m.Node("LayerNormalization", ["input", m.Random(6), m.Random(6)]), "[LayerNorm]"),
        ["preprocessing"] = new(13, null, [3, 6, 6], static m =>
            m.Node("Conv", [m.Node("Div", [m.Node("Sub", ["input", m.Random(1, 3, 1, 1)]), m.Positive(1, 3, 1, 1)]), m.Random(4, 3, 3, 3)], ("pads", Ones(4))), "[BatchNorm]"),
        ["resized by computed sizes"] = new(13, null, [3, 4, 5], static m =>
        {
            var sides = m.Node("Slice", [m.Node("Shape", ["input"]), m.Integers(2), m.Integers(4), m.Integers(0)]);
            var sizes = m.Node("Concat", [m.Node("Slice", [m.Node("Shape", ["input"]), m.Integers(0), m.Integers(2), m.Integers(0)]), m.Node("Mul", [sides, m.Integers(2, 2)])], ("axis", 0));
            return m.Node("Resize", ["input", "", "", sizes], ("mode", "linear"), ("coordinate_transformation_mode", "pytorch_half_pixel"));
        }, "[Upsample(2, Mode = Interpolation.Bilinear)]"),
        ["upsampled by older sets"] = new(9, null, [3, 4, 5], static m => m.Node("Upsample", ["input", m.Floats([1, 1, 2, 2], 4)], ("mode", "nearest")), "[Upsample(2)]"),
        ["parts of channels"] = new(13, null, [6, 4, 4], static m => m.Node("Concat", [m.Node("Slice", ["input", m.Integers(3), m.Integers(long.MaxValue), m.Integers(1)]), m.Node("Slice", ["input", m.Integers(0), m.Integers(-3), m.Integers(-3)])], ("axis", 1)), "[Chunk(1, 2)]"),
        ["colours in another order"] = new(13, null, [3, 4, 4], static m => m.Node("Concat", [.. ((int[])[2, 1, 0]).Select(c =>
            m.Node("Add", [m.Node("Mul", [m.Node("Unsqueeze", [m.Node("Gather", ["input", m.Integer(c)], ("axis", 1)), m.Integers(1)]), m.Number(0.5f + c)]), m.Number(c - 1)]))], ("axis", 1)), "[Chunk(2, 3)]"),
        ["channels mixed by computed sizes"] = new(11, null, [6, 4, 4], static m =>
        {
            string Size(int i) => m.Node("Gather", [m.Node("Shape", ["input"]), m.Integer(i)], ("axis", 0));
            string Listed(string x) => m.Node("Unsqueeze", [x], ("axes", new[] { 0 }));
            var apart = m.Node("Concat", [Listed(Size(0)), m.Integers(2), Listed(m.Node("Div", [Size(1), m.Integer(2)])), Listed(Size(2)), Listed(Size(3))], ("axis", 0));
            var together = m.Node("Concat", [Listed(Size(0)), m.Integers(-1), Listed(Size(2)), Listed(Size(3))], ("axis", 0));
            return m.Node("Reshape", [m.Node("Transpose", [m.Node("Reshape", ["input", apart])], ("perm", new[] { 0, 2, 1, 3, 4 })), together]);
        }, "[ChannelShuffle(2)]"),
        ["transposed convolution"] = new(13, null, [3, 5, 5], static m => m.Node("ConvTranspose", ["input", m.Random(3, 4, 3, 3), m.Random(4)], ("strides", new[] { 2, 2 }), ("pads", Ones(4)), ("output_padding", new[] { 1, 1 })), "[ConvTranspose(4, Kernel = 3, Padding = 1, OutputPadding = 1)]"),
        ["parametric ReLU"] = new(13, null, [3, 5, 5], static m => m.Node("PRelu", ["input", m.Random(3, 1, 1)]), "[PRelu(PerChannel = true)]"),
        ["softmax and dropout"] = new(13, null, [7], static m => m.Node("Softmax", [m.Node("Dropout", ["input"])], ("axis", 1)), "[Softmax]"),
        ["sequences"] = new(13, null, [3, 20], static m => m.Node("MaxPool", [m.Node("Conv", ["input", m.Random(4, 3, 5)], ("pads", new[] { 2, 2 }))], ("kernel_shape", new[] { 2 }), ("strides", new[] { 2 })), "[Conv(4, Kernel = 5, Bias = false)]"),
        ["a difference of values"] = new(13, null, [3, 5, 5], static m => m.Node("Sub", ["input", m.Node("Conv", ["input", m.Random(3, 3, 1, 1)])]), "Add(LayerSource.Input)"),
    };

    /// <summary>The names of the forms.</summary>
    public static TheoryData<string> Names => [.. _forms.Keys];

    /// <summary>The models of all forms.</summary>
    internal static IEnumerable<byte[]> Models => _forms.Values.Select(static form => form.Model());

    [Theory]
    [MemberData(nameof(Names))]
    public void It_computes_the_same(string form) => _forms[form].AssertComputesTheSame(output, samples: 3, seed: 2);

    [Fact]
    public void What_is_written_of_all_compiles()
    {
        _ = CompiledDefinitions.Of([.. Models.Select(static (model, i) => ImportedModel.Of(model, $"Form{i}").Scaffold)]);
    }

    private static string Silu(ModelBuilder m, string x) => m.Node("Mul", [x, m.Node("Sigmoid", [x])]);

    private static string Batch(ModelBuilder m, string x, int channels) => m.Node("BatchNormalization", [x, m.Positive(channels), m.Random(channels), m.Random(channels), m.Positive(channels)]);

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];
}

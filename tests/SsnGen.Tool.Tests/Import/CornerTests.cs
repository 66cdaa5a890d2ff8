using SsnGen.Onnx.Format;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Nodes that are easily taken for others: what is imported of them computes what ONNX Runtime does, and the rest is refused.</summary>
public sealed class CornerTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, ModelForm> _taken = new()
    {
        ["the whole of a fixed batch"] = new(13, 3, [3, 8, 8], static m => m.Node("Relu", [m.Node("Slice", ["input", m.Integers(0), m.Integers(3), m.Integers(0)])]), "[Relu]"),
        ["padding by a rule around padding"] = new(13, null, [2, 6, 6], static m => m.Node("Conv", [m.Node("Pad", ["input", m.Integers(0, 0, 0, 0, 0, 0, 1, 1)]), m.Random(4, 2, 3, 3)], ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 2 })), "Pads = [1, 1, 2, 2]"),
        ["padding by a rule around padding before pooling"] = new(13, null, [2, 6, 6], static m =>
            m.Node("MaxPool", [m.Node("Pad", ["input", m.Integers(0, 0, 0, 0, 0, 0, 1, 1), m.Number(float.NegativeInfinity)])], ("kernel_shape", new[] { 3, 3 }), ("auto_pad", "SAME_LOWER"), ("strides", new[] { 2, 2 })), "Pads = [1, 1, 2, 2]"),
        ["the whole of a free batch"] = new(13, null, [3, 8, 8], static m => m.Node("Relu", [m.Node("Slice", ["input", m.Integers(0), Batch(m), m.Integers(0)])]), "[Relu]"),
        ["group means along sequences"] = new(18, null, [4, 6], static m =>
        {
            var mean = m.Node("ReduceMean", ["input", m.Integers(2)]);
            var own = m.Node("Sub", ["input", mean]);
            var variance = m.Node("ReduceMean", [m.Node("Mul", [own, own]), m.Integers(2)]);
            return m.Node("Div", [m.Node("Sub", ["input", OverGroups(m, mean, 4, 2, -2, 0, 4, 1)]), m.Node("Sqrt", [m.Node("Add", [variance, m.Number(1e-5f)])])]);
        }, "Normalizer.Group"),
        ["an activation of small values"] = new(13, null, [4, 3, 3], static m => m.Node("Mul", [m.Node("Mul", [m.Node("Sigmoid", ["input"]), m.Number(1e-6f)]), m.Floats([1e6f, 1e6f, 1e6f, 1e6f], 1, 4, 1, 1)]), "Sigmoid"),
        ["a side left out of two"] = new(13, null, [4, 3, 3], static m => m.Node("Gemm", [m.Node("Squeeze", [m.Node("PRelu", [Column(m), m.Random(4, 1)]), m.Integers(2)]), m.Random(4, 5)]), "PRelu(PerChannel = true)"),
        ["columns joined, parted and averaged"] = new(13, null, [4, 3, 3], static m =>
        {
            var x = m.Node("Concat", [Column(m), m.Node("Softmax", [Column(m)], ("axis", 1))], ("axis", 1));
            x = m.Node("ReduceMean", [m.Node("Slice", [x, m.Integers(0), m.Integers(4), m.Integers(-2)])], ("axes", new[] { -1 }), ("keepdims", 0));
            return m.Node("Gemm", [x, m.Random(4, 5)]);
        }, "[Concat("),
        ["pixels of one channel each"] = new(13, null, [4, 3, 3], static m => m.Node("Relu", [m.Node("DepthToSpace", ["input"], ("blocksize", 1))]), "[Relu]"),
    };

    private static readonly Dictionary<string, ModelForm> _refused = new()
    {
        ["all of a batch but the last"] = new(13, null, [3, 8, 8], static m => m.Node("Relu", [m.Node("Slice", ["input", m.Integers(0), m.Integers(-1), m.Integers(0)])]), "it cuts along dimension 0"),
        ["a batch that is asked for by −1"] = new(13, null, [3, 8, 8], static m => m.Node("Resize", ["input", "", "", m.Integers(-1, 3, 16, 16)]), "it resizes the batch"),
        ["inputs of other batches"] = new(13, 3, [3, 4, 4], static m => m.Node("Add", ["input", Another(m, new TensorShapeProto.Types.Dimension { DimParam = "N" })]), "input 'another': its batch is free, and that of 'input' 3"),
        ["inputs of a free batch and one of one"] = new(13, null, [3, 4, 4], static m => m.Node("Add", ["input", Another(m, new TensorShapeProto.Types.Dimension { DimValue = 1 })]), "its batch is 1, and that of 'input' free"),
        ["the nearest pixels from above"] = new(10, null, [2, 4, 4], static m => m.Node("Add", [m.Node("MaxPool", ["input"], ("kernel_shape", new[] { 2, 2 })), m.Node("Resize", ["input", m.Floats([1, 1, 0.75f, 0.75f], 4)])]), "with asymmetric its pixels are other ones"),
        ["a part that begins at the batch"] = new(13, null, [4, 8, 8], static m => m.Node("Relu", [m.Node("Slice", ["input", Batch(m), m.Integers(4), m.Integers(1)])]), "the size of the batch"),
        ["a part that ends at the batch"] = new(13, null, [4, 8, 8], static m => m.Node("Relu", [m.Node("Slice", ["input", m.Integers(0), Batch(m), m.Integers(1)])]), "the size of the batch"),
        ["a list that is cut at the batch"] = new(13, null, [4, 8, 8], static m => m.Node("Reshape", ["input", m.Node("Slice", [m.Integers(0, 4, 64), m.Integers(0), Batch(m)])]), "the size of the batch"),
        ["the batch as a bound"] = new(13, null, [4, 8, 8], static m => m.Node("Clip", ["input", m.Node("Squeeze", [Batch(m), m.Integers(0)])]), "the size of the batch"),
        ["the batch times a number"] = new(13, null, [4, 8, 8], static m => m.Node("Mul", ["input", m.Node("Mul", [Batch(m), m.Number(2)])]), "the size of the batch"),
        ["the batch as a factor"] = new(13, null, [4, 8, 8], static m => m.Node("Mul", ["input", Batch(m)]), "the size of the batch"),
        ["channels resized to as many"] = new(13, null, [3, 4, 4], static m => m.Node("Resize", ["input", "", m.Floats([1, 1.2f, 2, 2], 4)], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")), "it resizes channels"),
        ["a variance of more than epsilon"] = new(13, null, [4, 2, 2], static m => Normalized(m, v => m.Node("Mul", [m.Node("Add", [v, m.Number(0.5f)]), m.Number(4f / 3)])), "it mixes the moments"),
        ["a variance that is corrected twice"] = new(13, null, [4, 2, 2], static m => Normalized(m, v => m.Node("Mul", [m.Node("Mul", [v, m.Number(4f / 3)]), m.Number(4f / 3)])), "it mixes the moments"),
        ["moments over other groups"] = new(18, null, [8, 4, 4], static m =>
        {
            var mean = m.Node("ReduceMean", ["input", m.Integers(2, 3)]);
            var own = m.Node("Sub", ["input", mean]);
            var variance = m.Node("ReduceMean", [m.Node("Mul", [own, own]), m.Integers(2, 3)]);
            var distance = m.Node("Sub", [mean, OverGroups(m, mean, 8, 2, 2, 0, 8, 1, 1)]);
            var total = OverGroups(m, m.Node("Add", [variance, m.Node("Mul", [distance, distance])]), 8, 2, 2, 0, 8, 1, 1);
            return m.Node("Div", [m.Node("Sub", ["input", OverGroups(m, mean, 8, 4, 2, 0, 8, 1, 1)]), m.Node("Sqrt", [m.Node("Add", [total, m.Number(1e-5f)])])]);
        }, "4 groups, and its variance of 2"),
        ["moments of single values"] = new(13, null, [4, 1, 1], static m => Normalized(m, static v => v), "it normalizes single values"),
        ["squares of more dimensions"] = new(13, null, [4, 2, 2], static m => Normalized(m, static v => v, 1, 1, 1, 1, 1), "only known as a whole"),
        ["averages that are repeated over sides"] = new(13, null, [4, 3, 3], static m => m.Node("Add", [m.Node("ReduceMean", ["input"], ("axes", new[] { 2, 3 })), m.Floats(new float[36], 1, 4, 3, 3)]), "its constant is [1, 4, 3, 3], and the value [N, 4, 1, 1]"),
        ["averages that are repeated over samples"] = new(13, null, [4, 3, 3], static m => m.Node("Add", [m.Node("ReduceMean", ["input"], ("axes", new[] { 2, 3 })), m.Floats(new float[12], 3, 4, 1, 1)]), "its constant is [3, 4, 1, 1], and the value [N, 4, 1, 1]"),
        ["a variance that is repeated over sides"] = new(13, null, [4, 1, 1], static m =>
        {
            var centred = m.Node("Sub", ["input", m.Node("ReduceMean", ["input"], ("axes", new[] { 1, 2, 3 }))]);
            var variance = m.Node("ReduceMean", [m.Node("Mul", [centred, centred])], ("axes", new[] { 1, 2, 3 }));
            return m.Node("Div", [centred, m.Node("Sqrt", [m.Node("Add", [variance, m.Floats([1e-5f, 1e-5f, 1e-5f, 1e-5f], 2, 2)])])]);
        }, "it mixes the moments"),
        ["an average over a side twice"] = new(13, null, [4, 2, 2], static m => m.Node("ReduceMean", ["input"], ("axes", new[] { 2, -2 })), "of which one is there twice"),
        ["rows in two dimensions"] = new(13, null, [3, 4, 4], static m => m.Node("Gather", [m.Node("Gather", ["input", Square(m)], ("axis", 2)), m.Integers(0, 0, 1, 1, 2, 2, 3, 3)], ("axis", 3)), "[2, 4]"),
        ["a softmax over the batch"] = new(13, null, [4, 3, 3], static m => m.Node("Softmax", [m.Node("PRelu", [Column(m), m.Random(4, 1)])], ("axis", -3)), "it is over dimension 0"),
        ["a rule for padding, and padding"] = new(13, null, [2, 5, 5], static m => m.Node("Conv", ["input", m.Random(4, 2, 3, 3)], ("auto_pad", "VALID"), ("pads", Ones(4))), "its pads stand beside auto_pad"),
        ["a rule for padding, and padding, the other way round"] = new(13, null, [2, 5, 5], static m => m.Node("ConvTranspose", ["input", m.Random(2, 4, 3, 3)], ("auto_pad", "VALID"), ("pads", Ones(4))), "its pads stand beside auto_pad"),
        ["a rule that is none"] = new(13, null, [2, 5, 5], static m => m.Node("ConvTranspose", ["input", m.Random(2, 4, 3, 3)], ("auto_pad", "SAME")), "its auto_pad is SAME"),
        ["an attribute that is given twice"] = new(13, null, [4, 3, 3], static m =>
        {
            var x = m.Node("LeakyRelu", ["input"], ("alpha", 0.1f));
            m.Model.Graph.Node[^1].Attribute.Add(m.Model.Graph.Node[^1].Attribute[0]);
            return x;
        }, "its attribute alpha is there twice"),
        ["padding of two numbers"] = new(13, null, [2, 6, 6], static m => m.Node("Conv", [m.Node("Pad", ["input", m.Integers(0, 0, 1, 1, 0, 0, 1, 1), m.Floats([1, 1], 2)]), m.Random(4, 2, 3, 3)]), "its value is no number"),
        ["a part of a part"] = new(13, null, [8, 3, 3], static m => m.Node("Relu", [m.Node("Slice", ["input", m.Integers(0, 0), m.Integers(4, 4), m.Integers(1, -3)])]), "its axes"),
        ["a dimension left out twice"] = new(13, null, [4, 3, 3], static m => m.Node("Squeeze", [m.Node("GlobalAveragePool", ["input"]), m.Integers(2, 2)]), "its axes"),
        ["a dimension of a constant left out twice"] = new(13, null, [4, 3, 3], static m => m.Node("Mul", ["input", m.Node("Squeeze", [m.Positive(1, 4, 1, 1), m.Integers(0, -4)])]), "its axes"),
        ["more averages than a layer has"] = new(13, null, [2, 1, 1], static m => m.Node("MatMul", [m.Floats([1], 1, 1), m.Node("MatMul", ["input", m.Floats([.. Enumerable.Repeat(1f, (1 << 14) + 1)], 1, (1 << 14) + 1)])]), "16385"),
        ["an activation that is infinite"] = new(13, null, [4, 3, 3], static m => m.Node("Sigmoid", [m.Node("Elu", [m.Node("Mish", ["input"])], ("alpha", float.NegativeInfinity))]), "no activation has the form"),
        ["a GELU of its own"] = new(20, null, [4, 3, 3], static m => m.Node("Gelu", ["input"], ("approximate", "erf")), "its approximate is erf"),
        ["a convolution that rounds up"] = new(13, null, [2, 6, 6], static m => m.Node("Conv", ["input", m.Random(4, 2, 3, 3)], ("ceil_mode", 1)), "its attribute ceil_mode"),
    };

    /// <summary>What is imported.</summary>
    public static TheoryData<string> Taken => [.. _taken.Keys];

    /// <summary>What is not.</summary>
    public static TheoryData<string> Refused => [.. _refused.Keys];

    [Theory]
    [MemberData(nameof(Taken))]
    public void What_is_imported_computes_the_same(string corner) => _taken[corner].AssertComputesTheSame(output, samples: 2, seed: 3);

    // ONNX infers other sizes than the runtime computes, and lets nothing join them.
    [Theory]
    [InlineData(25, 2, 2f / 25)]
    [InlineData(3, 5, 5f / 3)]
    [InlineData(3, 7, 7f / 3)]
    [InlineData(7, 13, 13f / 7)]
    public void A_size_that_follows_from_a_scale_is_a_product_in_float32(int size, int resized, float scale)
    {
        var m = new ModelBuilder(13, null, 2, size, size);
        var like = resized < size
            ? m.Node("MaxPool", ["input"], ("kernel_shape", new[] { size - resized + 1, size - resized + 1 }))
            : m.Node("Conv", ["input", m.Random(2, 2, 1, 1)], ("pads", Enumerable.Repeat((resized - size) / 2, 4).ToArray()));
        var model = ImportedModel.Of(m.Returning(like, m.Node("Resize", ["input", "", m.Floats([1, 1, scale, scale], 4)], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"))));
        var inputs = model.Samples(2, seed: 3);
        FloatAssert.MaxDifference<float, double>(model.ByOnnxRuntime(inputs, 2)[1], model.ByReference(inputs)[1], 0);
    }

    // 1 by 1/7 in float32 is less than 7.
    [Fact]
    public void A_place_that_is_meant_to_be_whole_is()
    {
        var m = new ModelBuilder(13, null, 1, 14, 14);
        var like = m.Node("MaxPool", ["input"], ("kernel_shape", new[] { 13, 13 }));
        var model = ImportedModel.Of(m.Returning(like, m.Node("Resize", ["input", "", m.Floats([1, 1, 1f / 7, 1f / 7], 4)], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"))));
        var input = Enumerable.Range(0, 14 * 14).Select(static i => (float)i).ToArray();
        Assert.Equal([0, 7, 98, 105], model.ByReference([input])[1]);
        Assert.Equal([0, 6, 84, 90], model.ByOnnxRuntime([input], 1)[1]);
    }

    [Fact]
    public void What_is_written_of_all_compiles() =>
        _ = CompiledDefinitions.Of([.. _taken.Values.Select(static (corner, i) => ImportedModel.Of(corner.Model(), $"Corner{i}").Scaffold)]);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_no_layer_does_is_refused(string corner)
    {
        var refusal = Assert.Throws<ToolException>(() => ImportedModel.Of(_refused[corner].Model()));
        Assert.Contains(_refused[corner].Expected, refusal.Message, StringComparison.Ordinal);
    }

    private static string Another(ModelBuilder m, TensorShapeProto.Types.Dimension batch)
    {
        var input = m.Model.Graph.Input[0].Clone();
        input.Name = "another";
        input.Type.TensorType.Shape.Dim[0] = batch;
        m.Model.Graph.Input.Add(input);
        return input.Name;
    }

    // The size of the batch, as a list of one.
    private static string Batch(ModelBuilder m) => m.Node("Slice", [m.Node("Shape", ["input"]), m.Integers(0), m.Integers(1)]);

    // The mean of each channel, [N, C, 1].
    private static string Column(ModelBuilder m) => m.Node("Squeeze", [m.Node("GlobalAveragePool", ["input"]), m.Integers(3)]);

    private static string Square(ModelBuilder m)
    {
        var name = m.Integers(0, 0, 1, 1, 2, 2, 3, 3);
        m.Model.Graph.Initializer[^1].Dims[0] = 2;
        m.Model.Graph.Initializer[^1].Dims.Add(4);
        return name;
    }

    private static string Normalized(ModelBuilder m, Func<string, string> variance, params int[] sizesOfTwo)
    {
        var centred = m.Node("Sub", ["input", m.Node("ReduceMean", ["input"], ("axes", new[] { 2, 3 }))]);
        var own = variance(m.Node("ReduceMean", [m.Node("Pow", [centred, m.Floats([2], sizesOfTwo)])], ("axes", new[] { 2, 3 })));
        return m.Node("Div", [centred, m.Node("Sqrt", [m.Node("Add", [own, m.Number(1e-5f)])])]);
    }

    // As SsnGen writes it: [N, C, 1, 1] becomes the mean of each group, for each of its channels.
    private static string OverGroups(ModelBuilder m, string x, int channels, int groups, int axis, params long[] shape)
    {
        var average = m.Node("ReduceMean", [m.Node("Reshape", [x, m.Integers(0, groups, channels / groups, 1)]), m.Integers(axis)]);
        return m.Node("Reshape", [m.Node("Add", [average, m.Floats(new float[channels], 1, groups, channels / groups, 1)]), m.Integers(shape)]);
    }

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];
}

using CsCheck;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

public sealed class ReferenceProducerTests
{
    private static readonly Shape Square = new(1, 3, 3);
    private static readonly float[] OneToNine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void A_convolution_with_ones_sums_the_neighbours()
    {
        var layer = Layers.Of(Layers.Conv(3, 1, 1, 1, 1, Bias: true), Square, Square);
        var weights = Load(("L.conv.weight", [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 3, 3]), ("L.conv.bias", [100], [1]));
        Assert.Equal([112, 121, 116, 127, 145, 133, 124, 139, 128], ReferenceEvaluation.Run(new([layer]), weights, OneToNine));
    }

    [Fact]
    public void A_convolution_is_a_correlation()
    {
        var layer = Layers.Of(Layers.Conv(2, 1, 0, 1, 1, Bias: false), Square, new Shape(1, 2, 2));
        var weights = Load(("L.conv.weight", [1, 10, 100, 1000], [1, 1, 2, 2]));
        Assert.Equal([5421, 6532, 8754, 9865], ReferenceEvaluation.Run(new([layer]), weights, OneToNine));
    }

    [Fact]
    public void A_convolution_follows_its_definition()
    {
        var axis =
            from kernel in Gen.Int[1, 4]
            from stride in Gen.Int[1, 3]
            from before in Gen.Int[0, 4]
            from after in Gen.Int[0, 4]
            from dilation in Gen.Int[1, 3]
            from size in Gen.Int[1, 7]
            let room = size + before + after - (dilation * (kernel - 1)) - 1
            where room >= 0
            select (Axis: new WindowAxis(kernel, stride, before, after, dilation), Input: size, Output: (room / stride) + 1);
        var gen =
            from rows in axis
            from columns in axis
            from groups in Gen.Int[1, 3]
            from bias in Gen.Bool
            from groupInputs in Gen.Int[1, 2]
            from groupOutputs in Gen.Int[1, 2]
            let input = new Shape(groups * groupInputs, rows.Input, columns.Input)
            let output = new Shape(groups * groupOutputs, rows.Output, columns.Output)
            from batch in Gen.Int[0, 2]
            from values in Gen.Float[-1, 1].Array[batch * input.Length]
            from seed in Gen.Int
            select (Layer: Layers.Of(new Producer.Conv(output.Channels, new Window(rows.Axis, columns.Axis), groups, bias), input, output), values, seed);
        gen.Sample(
            static (layer, input, seed) =>
            {
                var weights = NetworkWeights.Random([layer], seed);
                AssertClose(ConvolutionByDefinition(layer, weights, input), ReferenceEvaluation.Run(new([layer]), weights, input));
            },
            iter: 500);
    }

    [Fact]
    public void A_linear_layer_flattens_its_input()
    {
        var layer = Layers.Of(Layers.Linear(Bias: true), new Shape(2, 1, 2), new Shape(2, 1, 1));
        var weights = Load(("L.linear.weight", [1, 2, 3, 4, 0, 0, 0, -1], [2, 4]), ("L.linear.bias", [0.5f, 0], [2]));
        Assert.Equal([30.5, -4, 10.5, -1], ReferenceEvaluation.Run(new([layer]), weights, [1, 2, 3, 4, 1, 1, 1, 1]));
    }

    [Fact]
    public void The_nearest_pixel_is_the_last_before_the_place()
    {
        var layer = Layers.Of(new Producer.ResizeNearest(2, 4), new Shape(2, 1, 2), new Shape(2, 2, 4));
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], ReferenceEvaluation.Run(new([layer]), None, [1, 2, 3, 4]));
        layer = Layers.Of(new Producer.ResizeNearest(1, 5), new Shape(1, 2, 3), new Shape(1, 1, 5));
        Assert.Equal([1, 1, 2, 2, 3], ReferenceEvaluation.Run(new([layer]), None, [1, 2, 3, 4, 5, 6]));
    }

    // As PyTorch documents them.
    [Fact]
    public void Bilinear_interpolation_is_by_distances()
    {
        var apart = Layers.Of(new Producer.ResizeBilinear(4, 4), new Shape(1, 2, 2), new Shape(1, 4, 4));
        Assert.Equal([1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4], ReferenceEvaluation.Run(new([apart]), None, [1, 2, 3, 4]));
        var aligned = Layers.Of(new Producer.ResizeBilinear(1, 4, AlignsCorners: true), new Shape(1, 1, 2), new Shape(1, 1, 4));
        Assert.Equal([0, 1, 2, 3], ReferenceEvaluation.Run(new([aligned]), None, [0, 3]).Select(static v => Math.Round(v, 9)));
        var smaller = Layers.Of(new Producer.ResizeBilinear(1, 2), new Shape(1, 1, 4), new Shape(1, 1, 2));
        Assert.Equal([1.5, 3.5], ReferenceEvaluation.Run(new([smaller]), None, [1, 2, 3, 4]));
    }

    [Fact]
    public void Adaptive_windows_cover_the_picture()
    {
        var layer = Layers.Of(new Producer.AdaptiveAveragePool(1, 3), new Shape(1, 1, 5), new Shape(1, 1, 3));
        Assert.Equal([1.5, 3, 4.5], ReferenceEvaluation.Run(new([layer]), None, [1, 2, 3, 4, 5]));
    }

    [Fact]
    public void What_is_negative_is_multiplied_by_the_slope_of_its_channel_or_of_all()
    {
        var shape = new Shape(2, 1, 2);
        var weights = Load(("L.prelu.weight", [0.5f, -1], [2]));
        Assert.Equal([3, -2, 0, 6], ReferenceEvaluation.Run(new([Layers.Of(new Producer.PRelu(PerChannel: true), shape, shape)]), weights, [3, -4, 0, -6]));
        weights = Load(("L.prelu.weight", [0.5f], [1]));
        Assert.Equal([3, -2, 0, -3], ReferenceEvaluation.Run(new([Layers.Of(new Producer.PRelu(PerChannel: false), shape, shape)]), weights, [3, -4, 0, -6]));
    }

    [Fact]
    public void Channels_are_mixed_and_parted_and_become_pixels()
    {
        var six = new Shape(6, 1, 1);
        Assert.Equal([1, 4, 2, 5, 3, 6], ReferenceEvaluation.Run(new([Layers.Of(new Producer.ChannelShuffle(2), six, six)]), None, [1, 2, 3, 4, 5, 6]));
        Assert.Equal([3, 4, 9, 10], ReferenceEvaluation.Run(new([Layers.Of(new Producer.Chunk(1, 3), six, new Shape(2, 1, 1))]), None, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        var pixels = Layers.Of(new Producer.DepthToSpace(2), new Shape(4, 1, 2), new Shape(1, 2, 4));
        Assert.Equal([1, 3, 2, 4, 5, 7, 6, 8], ReferenceEvaluation.Run(new([pixels]), None, [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void Padding_never_wins_a_max_pool()
    {
        var layer = Layers.Of(new Producer.MaxPool(new Window(3, 2, 1)), Square, new Shape(1, 2, 2));
        Assert.Equal([-1, -2, -4, -5], ReferenceEvaluation.Run(new([layer]), None, [-1, -2, -3, -4, -5, -6, -7, -8, -9]));
        Assert.Equal([5, 6, 8, 9], ReferenceEvaluation.Run(new([layer]), None, OneToNine));
    }

    [Fact]
    public void A_max_pool_passes_NaN_on()
    {
        var layer = Layers.Of(new Producer.MaxPool(new Window(2, 1, 0)), Square, new Shape(1, 2, 2));
        Assert.Equal([double.NaN, 6, 8, 9], ReferenceEvaluation.Run(new([layer]), None, [float.NaN, 2, 3, 4, 5, 6, 7, 8, 9]));
    }

    [Fact]
    public void Padding_counts_as_zeros_in_an_average()
    {
        var layer = Layers.Of(new Producer.AveragePool(new Window(2, 2, 1)), Square, new Shape(1, 2, 2));
        Assert.Equal([0.25, 1.25, 2.75, 7], ReferenceEvaluation.Run(new([layer]), None, OneToNine));
    }

    [Fact]
    public void Padding_that_does_not_count_leaves_an_average_of_what_is_inside()
    {
        var layer = Layers.Of(new Producer.AveragePool(new Window(2, 2, 1), CountsPadding: false), Square, new Shape(1, 2, 2));
        Assert.Equal([1, 2.5, 5.5, 7], ReferenceEvaluation.Run(new([layer]), None, OneToNine));
    }

    /// <summary>As PyTorch does: the last window of a side sees what is left, and an average counts no place behind the padding.</summary>
    [Fact]
    public void A_last_window_reaches_beyond_the_padding_where_their_number_is_rounded_up()
    {
        var axis = new WindowAxis(Kernel: 2, Stride: 2);
        var window = new Window(axis, axis, Ceiling: true);
        Assert.Equal([5, 6, 8, 9], ReferenceEvaluation.Run(new([Layers.Of(new Producer.MaxPool(window), Square, new Shape(1, 2, 2))]), None, OneToNine));
        Assert.Equal([3, 4.5, 7.5, 9], ReferenceEvaluation.Run(new([Layers.Of(new Producer.AveragePool(window), Square, new Shape(1, 2, 2))]), None, OneToNine));

        // With padding, half of the last window of each row is counted twice over: 3 and 6 of four places, and 9 of one row.
        axis = axis with { Kernel = 3, Before = 1, After = 1, Stride = 3 };
        var padded = Layers.Of(new Producer.AveragePool(new Window(axis, axis, Ceiling: true)), Square, new Shape(1, 2, 2));
        Assert.Equal([12 / 9.0, 9 / 6.0, 15 / 6.0, 9 / 4.0], ReferenceEvaluation.Run(new([padded]), None, OneToNine));
    }

    /// <summary>No window begins behind the last pixel, as it would see padding alone.</summary>
    [Fact]
    public void No_window_is_behind_the_picture()
    {
        var axis = new WindowAxis(Kernel: 1, Stride: 4);
        Assert.Equal([1], ReferenceEvaluation.Run(new([Layers.Of(new Producer.MaxPool(new Window(axis, axis, Ceiling: true)), Square, new Shape(1, 1, 1))]), None, OneToNine));
    }

    [Fact]
    public void A_window_that_does_not_move_is_refused()
    {
        var layer = Layers.Of(new Producer.MaxPool(new Window(kernel: 2, stride: 0)), Square, new Shape(1, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>("stride", () => ReferenceEvaluation.Run(new([layer]), None, OneToNine));
    }

    [Fact]
    public void A_global_average_is_that_of_each_channel()
    {
        var layer = Layers.Of(new Producer.GlobalAveragePool(), new Shape(2, 1, 2), new Shape(2, 1, 1));
        Assert.Equal([1.5, 3.5, 0, -2], ReferenceEvaluation.Run(new([layer]), None, [1, 2, 3, 4, -1, 1, -2, -2]));
    }

    [Fact]
    public void Pools_keep_channels_apart()
    {
        var layer = Layers.Of(new Producer.MaxPool(new Window(2, 2, 0)), new Shape(2, 2, 2), new Shape(2, 1, 1));
        Assert.Equal([4, 8], ReferenceEvaluation.Run(new([layer]), None, [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void An_output_shape_that_the_producer_does_not_give_is_refused()
    {
        Producer[] producers =
        [
            Layers.Conv(3, 2, 1, 1, 1, Bias: false), new Producer.MaxPool(new Window(2, 2, 0)), new Producer.AveragePool(new Window(2, 2, 0)),
            new Producer.GlobalAveragePool(), Layers.Linear(Bias: false), new Producer.ResizeNearest(2, 2), new Producer.ResizeBilinear(2, 2), new Producer.AdaptiveAveragePool(2, 2),
        ];
        foreach (var producer in producers)
        {
            var layer = Layers.Of(producer, Square, Square, path: "Stage1.0.Conv1");
            var thrown = Assert.Throws<ArgumentException>(() => ReferenceEvaluation.Run(new([layer]), None, OneToNine));
            Assert.Contains("Layer Stage1.0.Conv1 says that its output is 1x3x3", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused()
    {
        var layer = Layers.Of(Layers.Conv(1, 1, 0, 1, 2, Bias: false), Square, Square);
        var thrown = Assert.Throws<ArgumentException>(() => ReferenceEvaluation.Run(new([layer]), None, OneToNine));
        Assert.Contains("Layer L has 2 groups", thrown.Message, StringComparison.Ordinal);
    }

    private static NetworkWeights None => WeightFiles.Load();

    private static NetworkWeights Load(params (string Name, float[] Values, int[] Shape)[] tensors)
    {
        var writer = new SsnGen.Files.SafetensorsWriter();
        foreach (var (name, values, shape) in tensors)
        {
            writer.Add(name, values, shape);
        }

        return WeightFiles.Load(writer);
    }

    /// <summary>One output at a time, with the test for the border in the innermost loop.</summary>
    private static double[] ConvolutionByDefinition(Layer layer, NetworkWeights weights, float[] x)
    {
        var (conv, input, output) = ((Producer.Conv)layer.Producer, layer.Input, layer.Output);
        var ((rows, columns, _), inputs) = (conv.Window, input.Channels / conv.Groups);
        var taps = rows.Kernel * columns.Kernel;
        var w = weights.Get("L.conv.weight", output.Channels, inputs, rows.Kernel, columns.Kernel);
        var bias = conv.Bias ? weights.Get("L.conv.bias", output.Channels) : new float[output.Channels];
        var y = new double[x.Length / input.Length * output.Length];
        for (var index = 0; index < y.Length; index++)
        {
            var (n, o) = (index / output.Length, index / output.SlabSize % output.Channels);
            var (row, column) = (index / output.Width % output.Height, index % output.Width);
            y[index] = bias[o];
            for (var tap = 0; tap < inputs * taps; tap++)
            {
                var channel = (o / (output.Channels / conv.Groups) * inputs) + (tap / taps);
                var fromRow = (row * rows.Stride) + (tap / columns.Kernel % rows.Kernel * rows.Dilation) - rows.Before;
                var fromColumn = (column * columns.Stride) + (tap % columns.Kernel * columns.Dilation) - columns.Before;
                var inside = fromRow >= 0 && fromRow < input.Height && fromColumn >= 0 && fromColumn < input.Width;
                y[index] += !inside ? 0
                    : (double)w[(o * inputs * taps) + tap] * x[(((((n * input.Channels) + channel) * input.Height) + fromRow) * input.Width) + fromColumn];
            }
        }

        return y;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12);
        }
    }
}

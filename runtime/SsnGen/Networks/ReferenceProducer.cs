namespace SsnGen.Networks;

/// <summary>The producers of <see cref="ReferenceEvaluation"/>: from the input of a layer, [N, Input], to new values, [N, Output].</summary>
internal static class ReferenceProducer
{
    /// <summary>Produces the values of a layer before normalization.</summary>
    public static double[] Run(Layer layer, NetworkWeights weights, double[] x, int batch) => layer.Producer switch
    {
        Producer.Identity => Identity(layer, x),
        Producer.Conv conv => Conv(layer, conv, weights, x, batch),
        Producer.Linear linear => Linear(layer, linear, weights, x, batch),
        Producer.MaxPool pool => MaxPool(layer, pool, x, batch),
        Producer.AveragePool pool => AveragePool(layer, pool, x, batch),
        Producer.GlobalAveragePool => GlobalAveragePool(layer, x, batch),
        _ => throw new ArgumentException($"Layer {layer.Path} has the unknown producer {layer.Producer}.", nameof(layer)),
    };

    private static double[] Identity(Layer layer, double[] x)
    {
        CheckOutput(layer, layer.Input);
        return (double[])x.Clone();
    }

    /// <summary>
    /// y[n, o, p, q] = bias[o] + Σ_{i, u, v} w[o, i, u, v] · x[n, i, p·stride + u·dilation − padding, q·stride + v·dilation − padding],
    /// the sum over the inputs i of o's group and over the taps (u, v); x is zero outside the image.
    /// </summary>
    private static double[] Conv(Layer layer, Producer.Conv conv, NetworkWeights weights, double[] x, int batch)
    {
        var (input, output) = (layer.Input, layer.Output);
        var reach = conv.Dilation * (conv.Kernel - 1);
        CheckOutput(layer, new Shape(
            output.Channels,
            Windows(input.Height, reach + 1, conv.Stride, conv.Padding),
            Windows(input.Width, reach + 1, conv.Stride, conv.Padding)));
        if (conv.Groups < 1 || input.Channels % conv.Groups != 0 || output.Channels % conv.Groups != 0)
        {
            throw new ArgumentException($"Layer {layer.Path} has {conv.Groups} groups, which do not divide {input.Channels} and {output.Channels} channels.", nameof(layer));
        }

        var groupInputs = input.Channels / conv.Groups;
        var groupOutputs = output.Channels / conv.Groups;
        var w = weights.Values($"{layer.Path}.conv.weight", output.Channels, groupInputs, conv.Kernel, conv.Kernel);
        var bias = conv.Bias ? weights.Values($"{layer.Path}.conv.bias", output.Channels) : default;

        var y = new double[checked(batch * output.Length)];
        for (var n = 0; n < batch; n++)
        {
            for (var o = 0; o < output.Channels; o++)
            {
                var slab = y.AsSpan(((n * output.Channels) + o) * output.SlabSize, output.SlabSize);
                slab.Fill(bias.IsEmpty ? 0 : bias[o]);
                for (var i = 0; i < groupInputs; i++)
                {
                    var channel = (o / groupOutputs * groupInputs) + i;
                    var image = x.AsSpan(((n * input.Channels) + channel) * input.SlabSize, input.SlabSize);
                    var taps = w.Slice(((o * groupInputs) + i) * conv.Kernel * conv.Kernel, conv.Kernel * conv.Kernel);
                    AddCorrelation(slab, output, image, input, taps, conv);
                }
            }
        }

        return y;
    }

    /// <summary>Adds Σ_{u, v} taps[u, v] · image, shifted, to the slab of one output channel.</summary>
    private static void AddCorrelation(Span<double> slab, Shape output, ReadOnlySpan<double> image, Shape input, ReadOnlySpan<float> taps, Producer.Conv conv)
    {
        for (var u = 0; u < conv.Kernel; u++)
        {
            for (var v = 0; v < conv.Kernel; v++)
            {
                double weight = taps[(u * conv.Kernel) + v];
                var top = (u * conv.Dilation) - conv.Padding;
                var left = (v * conv.Dilation) - conv.Padding;
                var (firstRow, endRow) = Inside(output.Height, input.Height, conv.Stride, top);
                var (firstColumn, endColumn) = Inside(output.Width, input.Width, conv.Stride, left);
                for (var p = firstRow; p < endRow; p++)
                {
                    var from = (((p * conv.Stride) + top) * input.Width) + left;
                    for (var q = firstColumn; q < endColumn; q++)
                    {
                        slab[(p * output.Width) + q] += weight * image[from + (q * conv.Stride)];
                    }
                }
            }
        }
    }

    /// <summary>y[n, o] = bias[o] + Σ_i w[o, i] · x[n, i], over the input flattened as [C, H, W].</summary>
    private static double[] Linear(Layer layer, Producer.Linear linear, NetworkWeights weights, double[] x, int batch)
    {
        var (inputs, outputs) = (layer.Input.Length, layer.Output.Channels);
        CheckOutput(layer, new Shape(outputs, 1, 1));
        var w = weights.Values($"{layer.Path}.linear.weight", outputs, inputs);
        var bias = linear.Bias ? weights.Values($"{layer.Path}.linear.bias", outputs) : default;
        var y = new double[checked(batch * outputs)];
        for (var n = 0; n < batch; n++)
        {
            var sample = x.AsSpan(n * inputs, inputs);
            for (var o = 0; o < outputs; o++)
            {
                var row = w.Slice(o * inputs, inputs);
                double sum = bias.IsEmpty ? 0 : bias[o];
                for (var i = 0; i < inputs; i++)
                {
                    sum += row[i] * sample[i];
                }

                y[(n * outputs) + o] = sum;
            }
        }

        return y;
    }

    /// <summary>The largest value of each window; padding is no value, and NaN is the largest.</summary>
    private static double[] MaxPool(Layer layer, Producer.MaxPool pool, double[] x, int batch) =>
        Pool(layer, pool.Kernel, pool.Stride, pool.Padding, x, batch, double.NegativeInfinity, Math.Max, divisor: 1);

    /// <summary>The average of each window of Kernel² values, of which padding gives zeros.</summary>
    private static double[] AveragePool(Layer layer, Producer.AveragePool pool, double[] x, int batch) =>
        Pool(layer, pool.Kernel, pool.Stride, pool.Padding, x, batch, 0, static (sum, value) => sum + value, divisor: pool.Kernel * pool.Kernel);

    private static double[] Pool(
        Layer layer, int kernel, int stride, int padding, double[] x, int batch, double start, Func<double, double, double> combine, double divisor)
    {
        var (input, output) = (layer.Input, layer.Output);
        CheckOutput(layer, new Shape(input.Channels, Windows(input.Height, kernel, stride, padding), Windows(input.Width, kernel, stride, padding)));
        var y = new double[checked(batch * output.Length)];
        for (var slab = 0; slab < batch * input.Channels; slab++)
        {
            var image = x.AsSpan(slab * input.SlabSize, input.SlabSize);
            for (var p = 0; p < output.Height; p++)
            {
                for (var q = 0; q < output.Width; q++)
                {
                    var (top, left) = ((p * stride) - padding, (q * stride) - padding);
                    var value = start;
                    for (var row = Math.Max(top, 0); row < Math.Min(top + kernel, input.Height); row++)
                    {
                        for (var column = Math.Max(left, 0); column < Math.Min(left + kernel, input.Width); column++)
                        {
                            value = combine(value, image[(row * input.Width) + column]);
                        }
                    }

                    y[(slab * output.SlabSize) + (p * output.Width) + q] = value / divisor;
                }
            }
        }

        return y;
    }

    private static double[] GlobalAveragePool(Layer layer, double[] x, int batch)
    {
        var size = layer.Input.SlabSize;
        CheckOutput(layer, new Shape(layer.Input.Channels, 1, 1));
        var y = new double[checked(batch * layer.Input.Channels)];
        for (var slab = 0; slab < y.Length; slab++)
        {
            double sum = 0;
            foreach (var value in x.AsSpan(slab * size, size))
            {
                sum += value;
            }

            y[slab] = sum / size;
        }

        return y;
    }

    /// <summary>How many windows fit along a side: ⌊(size + 2·padding − window) / stride⌋ + 1.</summary>
    private static int Windows(int size, int window, int stride, int padding) => ((size + (2 * padding) - window) / stride) + 1;

    /// <summary>The output positions p, of <paramref name="outputs"/>, for which p·stride + offset lies within the input.</summary>
    private static (int First, int End) Inside(int outputs, int inputs, int stride, int offset)
    {
        var first = offset < 0 ? (-offset + stride - 1) / stride : 0;
        var end = inputs - offset <= 0 ? 0 : ((inputs - offset - 1) / stride) + 1;
        return (first, Math.Min(end, outputs));
    }

    private static void CheckOutput(Layer layer, Shape produced)
    {
        if (layer.Output != produced)
        {
            throw new ArgumentException($"Layer {layer.Path} says that its output is {layer.Output}, and its producer gives {produced} from {layer.Input}.", nameof(layer));
        }
    }
}

using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record Conv
    {
        /// <summary>
        /// y[n, o, p, q] = bias[o] + Σ_{i, u, v} w[o, i, u, v] · x[n, i, p·stride + u·dilation − padding, q·stride + v·dilation − padding],
        /// the sum over the inputs i of o's group and over the taps (u, v); x is zero outside the image.
        /// </summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, output) = (input.Shape, input.Output);
            if (Groups < 1 || Stride < 1 || shape.Channels % Groups != 0 || output.Channels % Groups != 0)
            {
                throw new ArgumentException($"Layer {input.Layer.Path} has {Groups} groups and a stride of {Stride}: groups must divide its {shape.Channels} and {output.Channels} channels, and both be at least 1.", nameof(input));
            }

            var reach = Dilation * (Kernel - 1);
            input.CheckOutput(new Shape(
                Channels, ReferenceInput.Windows(shape.Height, reach + 1, Stride, Padding), ReferenceInput.Windows(shape.Width, reach + 1, Stride, Padding)));
            var groupInputs = shape.Channels / Groups;
            var groupOutputs = output.Channels / Groups;
            var w = input.Weights.Values($"{input.Layer.Path}.conv.weight", output.Channels, groupInputs, Kernel, Kernel);
            var bias = Bias ? input.Weights.Values($"{input.Layer.Path}.conv.bias", output.Channels) : default;

            var y = input.NewOutput();
            for (var n = 0; n < input.Batch; n++)
            {
                for (var o = 0; o < output.Channels; o++)
                {
                    var slab = y.AsSpan(((n * output.Channels) + o) * output.SlabSize, output.SlabSize);
                    slab.Fill(bias.IsEmpty ? 0 : bias[o]);
                    for (var i = 0; i < groupInputs; i++)
                    {
                        var channel = (o / groupOutputs * groupInputs) + i;
                        var taps = w.Slice(((o * groupInputs) + i) * Kernel * Kernel, Kernel * Kernel);
                        AddCorrelation(slab, output, input.Slab((n * shape.Channels) + channel), shape, taps);
                    }
                }
            }

            return y;
        }

        /// <summary>Adds Σ_{u, v} taps[u, v] · image, shifted, to the slab of one output channel.</summary>
        private void AddCorrelation(Span<double> slab, Shape output, ReadOnlySpan<double> image, Shape input, ReadOnlySpan<float> taps)
        {
            for (var u = 0; u < Kernel; u++)
            {
                for (var v = 0; v < Kernel; v++)
                {
                    double weight = taps[(u * Kernel) + v];
                    var top = (u * Dilation) - Padding;
                    var left = (v * Dilation) - Padding;
                    var (firstRow, endRow) = Inside(output.Height, input.Height, top);
                    var (firstColumn, endColumn) = Inside(output.Width, input.Width, left);
                    for (var p = firstRow; p < endRow; p++)
                    {
                        var from = (((p * Stride) + top) * input.Width) + left;
                        for (var q = firstColumn; q < endColumn; q++)
                        {
                            slab[(p * output.Width) + q] += weight * image[from + (q * Stride)];
                        }
                    }
                }
            }
        }

        /// <summary>The output positions p, of <paramref name="outputs"/>, for which p·stride + offset lies within the input.</summary>
        private (int First, int End) Inside(int outputs, int inputs, int offset)
        {
            var first = offset < 0 ? (-offset + Stride - 1) / Stride : 0;
            var end = inputs - offset <= 0 ? 0 : ((inputs - offset - 1) / Stride) + 1;
            return (first, Math.Min(end, outputs));
        }
    }
}

using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record Conv
    {
        /// <summary>
        /// y[n, o, p, q] = bias[o] + Σ_{i, u, v} w[o, i, u, v] · x[n, i, p·stride + u·dilation − before, q·stride + v·dilation − before],
        /// the sum over the inputs i of o's group and over the taps (u, v), of clips over frames too; x is zero outside the image.
        /// </summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, output) = (input.Shape, input.Output);
            if (Groups < 1 || Window.Axes.Any(static a => a.Stride < 1) || shape.Channels % Groups != 0 || output.Channels % Groups != 0)
            {
                throw new ArgumentException($"Layer {input.Layer.Path} has {Groups} groups and strides of {string.Join(" and ", Window.Axes.Select(static a => a.Stride))}: groups must divide its {shape.Channels} and {output.Channels} channels, and all be at least 1.", nameof(input));
            }

            input.CheckOutput(ReferenceInput.Windows(shape with { Channels = Channels }, Window));
            var groupInputs = shape.Channels / Groups;
            var groupOutputs = output.Channels / Groups;
            var w = input.Weights.Values($"{input.Layer.Path}.conv.weight", [output.Channels, groupInputs, .. Window.Axes.Select(static a => a.Kernel)]);
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
                        var taps = w.Slice(((o * groupInputs) + i) * (int)Window.Taps, (int)Window.Taps);
                        AddCorrelation(slab, output, input.Slab((n * shape.Channels) + channel), shape, taps);
                    }
                }
            }

            return y;
        }

        /// <summary>Adds Σ_{t, u, v} taps[t, u, v] · image, shifted, to the slab of one output channel.</summary>
        private void AddCorrelation(Span<double> slab, Shape output, ReadOnlySpan<double> image, Shape input, ReadOnlySpan<float> taps)
        {
            var (frames, rows, columns) = (Window.Frames, Window.Rows, Window.Columns);
            for (var tap = 0; tap < taps.Length; tap++)
            {
                double weight = taps[tap];
                var (t, u, v) = (tap / columns.Kernel / rows.Kernel, tap / columns.Kernel % rows.Kernel, tap % columns.Kernel);
                var front = (t * frames.Dilation) - frames.Before;
                var top = (u * rows.Dilation) - rows.Before;
                var left = (v * columns.Dilation) - columns.Before;
                var (firstFrame, endFrame) = Inside(output.Depth, input.Depth, front, frames.Stride);
                var (firstRow, endRow) = Inside(output.Height, input.Height, top, rows.Stride);
                var (firstColumn, endColumn) = Inside(output.Width, input.Width, left, columns.Stride);
                for (var line = firstFrame * output.Height; line < endFrame * output.Height; line++)
                {
                    var (o, p) = Math.DivRem(line, output.Height);
                    if (p < firstRow || p >= endRow)
                    {
                        continue;
                    }

                    var from = (((((o * frames.Stride) + front) * input.Height) + (p * rows.Stride) + top) * input.Width) + left;
                    for (var q = firstColumn; q < endColumn; q++)
                    {
                        slab[(line * output.Width) + q] += weight * image[from + (q * columns.Stride)];
                    }
                }
            }
        }

        /// <summary>The output positions p, of <paramref name="outputs"/>, for which p·stride + offset lies within the input.</summary>
        private static (int First, int End) Inside(int outputs, int inputs, int offset, int stride)
        {
            var first = offset < 0 ? (-offset + stride - 1) / stride : 0;
            var end = inputs - offset <= 0 ? 0 : ((inputs - offset - 1) / stride) + 1;
            return (first, Math.Min(end, outputs));
        }
    }
}

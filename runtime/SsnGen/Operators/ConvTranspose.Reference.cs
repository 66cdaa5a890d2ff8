using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record ConvTranspose
    {
        /// <summary>y[n, o, p·stride − padding + u·dilation, …] += w[i, o, u, v] x[n, i, p, q], from the bias on.</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, output) = (input.Shape, input.Output);
            var (rows, columns) = (Window.Rows, Window.Columns);
            input.CheckOutput(new Shape(Channels, Side(rows, shape.Height), Side(columns, shape.Width)));
            var path = input.Layer.Path + ".conv";
            var weights = input.Weights.Get(path + ".weight", shape.Channels, Channels, rows.Kernel, columns.Kernel);
            var bias = Bias ? input.Weights.Get(path + ".bias", Channels) : new float[Channels];
            var y = input.NewOutput();
            for (var slab = 0; slab < input.Batch * Channels; slab++)
            {
                var (n, o) = Math.DivRem(slab, Channels);
                var target = y.AsSpan(slab * output.SlabSize, output.SlabSize);
                target.Fill(bias[o]);
                for (var i = 0; i < shape.Channels; i++)
                {
                    var kernel = weights.AsSpan(((i * Channels) + o) * rows.Kernel * columns.Kernel, rows.Kernel * columns.Kernel);
                    Add(input.Slab((n * shape.Channels) + i), shape, kernel, target, output);
                }
            }

            return y;
        }

        private void Add(ReadOnlySpan<double> x, Shape shape, ReadOnlySpan<float> kernel, Span<double> y, Shape output)
        {
            var (rows, columns) = (Window.Rows, Window.Columns);
            for (var pixel = 0; pixel < shape.SlabSize; pixel++)
            {
                for (var tap = 0; tap < kernel.Length; tap++)
                {
                    var row = (pixel / shape.Width * rows.Stride) - rows.Before + (tap / columns.Kernel * rows.Dilation);
                    var column = (pixel % shape.Width * columns.Stride) - columns.Before + (tap % columns.Kernel * columns.Dilation);
                    if (row >= 0 && row < output.Height && column >= 0 && column < output.Width)
                    {
                        y[(row * output.Width) + column] += kernel[tap] * x[pixel];
                    }
                }
            }
        }

        private int Side(WindowAxis axis, int size) => ((size - 1) * axis.Stride) - axis.Before - axis.After + (axis.Dilation * (axis.Kernel - 1)) + 1 + OutputPadding;
    }
}

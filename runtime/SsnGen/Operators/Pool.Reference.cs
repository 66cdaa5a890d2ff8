using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public abstract partial record Pool
    {
        /// <summary>Combines the values of each window, and divides by what its places count: those of the padding, or none outside of the picture.</summary>
        private protected double[] Combine(ReferenceInput input, double start, Func<double, double, double> combine, Func<WindowAxis, int, int, int>? count)
        {
            var (shape, output) = (input.Shape, input.Output);
            var (rows, columns) = (Window.Rows, Window.Columns);
            input.CheckOutput(new Shape(
                shape.Channels, ReferenceInput.Windows(shape.Height, rows, Window.Ceiling), ReferenceInput.Windows(shape.Width, columns, Window.Ceiling)));
            var y = input.NewOutput();
            for (var slab = 0; slab < input.Batch * shape.Channels; slab++)
            {
                var image = input.Slab(slab);
                for (var p = 0; p < output.Height; p++)
                {
                    for (var q = 0; q < output.Width; q++)
                    {
                        var (top, left) = ((p * rows.Stride) - rows.Before, (q * columns.Stride) - columns.Before);
                        var value = start;
                        for (var row = Math.Max(top, 0); row < Math.Min(top + rows.Kernel, shape.Height); row++)
                        {
                            for (var column = Math.Max(left, 0); column < Math.Min(left + columns.Kernel, shape.Width); column++)
                            {
                                value = combine(value, image[(row * shape.Width) + column]);
                            }
                        }

                        y[(slab * output.SlabSize) + (p * output.Width) + q] =
                            count is null ? value : value / ((double)count(rows, top, shape.Height) * count(columns, left, shape.Width));
                    }
                }
            }

            return y;
        }
    }

    public partial record MaxPool
    {
        /// <summary>The largest value of each window; padding is no value, and NaN is the largest.</summary>
        internal override double[] Evaluate(ReferenceInput input) => Combine(input, double.NegativeInfinity, Math.Max, count: null);
    }

    public partial record AveragePool
    {
        /// <summary>The average of each window: of its values, and of zeros in the padding where that counts. What lies behind the padding never does.</summary>
        internal override double[] Evaluate(ReferenceInput input) => Combine(input, 0, static (sum, value) => sum + value, CountsPadding
            ? static (axis, from, size) => Math.Min(from + axis.Kernel, size + axis.After) - from
            : static (axis, from, size) => Math.Min(from + axis.Kernel, size) - Math.Max(from, 0));
    }

    public partial record GlobalAveragePool
    {
        internal override double[] Evaluate(ReferenceInput input)
        {
            input.CheckOutput(new Shape(input.Shape.Channels, 1, 1));
            var y = input.NewOutput();
            for (var slab = 0; slab < y.Length; slab++)
            {
                double sum = 0;
                foreach (var value in input.Slab(slab))
                {
                    sum += value;
                }

                y[slab] = sum / input.Shape.SlabSize;
            }

            return y;
        }
    }
}

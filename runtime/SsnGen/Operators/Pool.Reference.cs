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
            input.CheckOutput(ReferenceInput.Windows(shape, Window));
            var y = input.NewOutput();
            for (var i = 0; i < y.Length; i++)
            {
                var (slab, place) = Math.DivRem(i, output.SlabSize);
                var (front, top, left) = (
                    From(Window.Frames, place / output.Width / output.Height),
                    From(Window.Rows, place / output.Width % output.Height),
                    From(Window.Columns, place % output.Width));
                y[i] = start;
                foreach (var frame in Inside(Window.Frames, front, shape.Depth))
                {
                    foreach (var row in Inside(Window.Rows, top, shape.Height))
                    {
                        foreach (var column in Inside(Window.Columns, left, shape.Width))
                        {
                            y[i] = combine(y[i], input.Slab(slab)[(((frame * shape.Height) + row) * shape.Width) + column]);
                        }
                    }
                }

                if (count is not null)
                {
                    y[i] /= (double)count(Window.Frames, front, shape.Depth) * count(Window.Rows, top, shape.Height) * count(Window.Columns, left, shape.Width);
                }
            }

            return y;
        }

        private static int From(WindowAxis axis, int window) => (window * axis.Stride) - axis.Before;

        private static IEnumerable<int> Inside(WindowAxis axis, int from, int size) => Enumerable.Range(from, axis.Kernel).Where(place => place >= 0 && place < size);
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
            input.CheckOutput(input.Shape.Pixel);
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

using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public abstract partial record Pool
    {
        /// <summary>Combines the values of each window.</summary>
        private protected double[] Combine(ReferenceInput input, double start, Func<double, double, double> combine, double divisor)
        {
            var (shape, output) = (input.Shape, input.Output);
            input.CheckOutput(new Shape(
                shape.Channels, ReferenceInput.Windows(shape.Height, Kernel, Stride, Padding), ReferenceInput.Windows(shape.Width, Kernel, Stride, Padding)));
            var y = input.NewOutput();
            for (var slab = 0; slab < input.Batch * shape.Channels; slab++)
            {
                var image = input.Slab(slab);
                for (var p = 0; p < output.Height; p++)
                {
                    for (var q = 0; q < output.Width; q++)
                    {
                        var (top, left) = ((p * Stride) - Padding, (q * Stride) - Padding);
                        var value = start;
                        for (var row = Math.Max(top, 0); row < Math.Min(top + Kernel, shape.Height); row++)
                        {
                            for (var column = Math.Max(left, 0); column < Math.Min(left + Kernel, shape.Width); column++)
                            {
                                value = combine(value, image[(row * shape.Width) + column]);
                            }
                        }

                        y[(slab * output.SlabSize) + (p * output.Width) + q] = value / divisor;
                    }
                }
            }

            return y;
        }
    }

    public partial record MaxPool
    {
        /// <summary>The largest value of each window; padding is no value, and NaN is the largest.</summary>
        internal override double[] Evaluate(ReferenceInput input) => Combine(input, double.NegativeInfinity, Math.Max, divisor: 1);
    }

    public partial record AveragePool
    {
        /// <summary>The average of each window of Kernel² values, of which padding gives zeros.</summary>
        internal override double[] Evaluate(ReferenceInput input) => Combine(input, 0, static (sum, value) => sum + value, divisor: (double)Kernel * Kernel);
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

using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public abstract partial record Resize
    {
        /// <summary>Each pixel from where its channel begins, its row and its column.</summary>
        private protected double[] Each(ReferenceInput input, Func<int, int, int, double> value)
        {
            var output = input.Output;
            input.CheckOutput(input.Shape with { Height = Height, Width = Width });
            var y = input.NewOutput();
            for (var i = 0; i < y.Length; i++)
            {
                var (slab, pixel) = Math.DivRem(i, output.SlabSize);
                y[i] = value(slab * input.Shape.SlabSize, pixel / output.Width, pixel % output.Width);
            }

            return y;
        }
    }

    public partial record ResizeNearest
    {
        /// <summary>y[n, c, p, q] = x[n, c, ⌊p·H / height⌋, ⌊q·W / width⌋].</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (x, shape) = (input.Values, input.Shape);
            return Each(input, (slab, p, q) => x[slab + ((long)p * shape.Height / Height * shape.Width) + ((long)q * shape.Width / Width)]);
        }
    }

    public partial record ResizeBilinear
    {
        /// <summary>Between the rows on both sides of each pixel's place, and there between the columns on both sides.</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (x, shape) = (input.Values, input.Shape);
            return Each(input, (slab, p, q) =>
            {
                var (top, bottom, down) = Place(p, shape.Height, Height);
                var (left, right, across) = Place(q, shape.Width, Width);
                double Row(int row) => ((1 - across) * x[slab + (row * shape.Width) + left]) + (across * x[slab + (row * shape.Width) + right]);
                return ((1 - down) * Row(top)) + (down * Row(bottom));
            });
        }

        private (int First, int Second, double Weight) Place(int i, int size, int resized)
        {
            var place = !AlignsCorners ? Math.Max(0, ((i + 0.5) * size / resized) - 0.5) : resized == 1 ? 0 : (double)i * (size - 1) / (resized - 1);
            var first = Math.Min((int)(place + 1e-9), size - 1);
            return (first, Math.Min(first + 1, size - 1), place - first);
        }
    }
}

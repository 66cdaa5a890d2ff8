using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record Upsample
    {
        /// <summary>y[n, c, p, q] = x[n, c, ⌊p / factor⌋, ⌊q / factor⌋].</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, output) = (input.Shape, input.Output);
            input.CheckOutput(new Shape(shape.Channels, Factor * shape.Height, Factor * shape.Width));
            var y = input.NewOutput();
            for (var i = 0; i < y.Length; i++)
            {
                var (slab, pixel) = Math.DivRem(i, output.SlabSize);
                var (p, q) = Math.DivRem(pixel, output.Width);
                y[i] = input.Slab(slab)[(p / Factor * shape.Width) + (q / Factor)];
            }

            return y;
        }
    }
}

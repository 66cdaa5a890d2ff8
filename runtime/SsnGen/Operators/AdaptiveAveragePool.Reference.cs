using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record AdaptiveAveragePool
    {
        /// <summary>The average of each window.</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (shape, output) = (input.Shape, input.Output);
            input.CheckOutput(shape with { Height = Height, Width = Width });
            var y = input.NewOutput();
            for (var i = 0; i < y.Length; i++)
            {
                var (slab, pixel) = Math.DivRem(i, output.SlabSize);
                var (top, bottom) = Ends(pixel / Width, shape.Height, Height);
                var (left, right) = Ends(pixel % Width, shape.Width, Width);
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                    {
                        y[i] += input.Slab(slab)[(row * shape.Width) + column];
                    }
                }

                y[i] /= (double)(bottom - top) * (right - left);
            }

            return y;
        }

        private static (int First, int End) Ends(int i, int size, int windows) =>
            ((int)Math.Floor((double)i * size / windows), (int)Math.Ceiling((double)(i + 1) * size / windows));
    }
}

using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record Softmax
    {
        /// <summary>exp(x_c − m) / Σ_k exp(x_k − m), where m is the largest of the pixel, so that no sum overflows.</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var shape = input.Shape;
            input.CheckOutput(shape);
            var y = input.NewOutput();
            for (var i = 0; i < input.Batch * shape.SlabSize; i++)
            {
                var (n, pixel) = Math.DivRem(i, shape.SlabSize);
                int[] places = [.. Enumerable.Range(0, shape.Channels).Select(c => (((n * shape.Channels) + c) * shape.SlabSize) + pixel)];
                var largest = double.NegativeInfinity;
                foreach (var place in places)
                {
                    largest = Math.Max(largest, input.Values[place]);
                }

                var sum = 0.0;
                foreach (var place in places)
                {
                    y[place] = Math.Exp(input.Values[place] - largest);
                    sum += y[place];
                }

                foreach (var place in places)
                {
                    y[place] /= sum;
                }
            }

            return y;
        }
    }
}

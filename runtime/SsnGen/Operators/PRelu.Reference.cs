using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record PRelu
    {
        /// <summary>y[n, c] = x[n, c] where that is positive, a[c] · x[n, c] elsewhere.</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var shape = input.Shape;
            input.CheckOutput(shape);
            var slopes = input.Weights.Values($"{input.Layer.Path}.prelu.weight", PerChannel ? shape.Channels : 1);
            var y = input.NewOutput();
            for (var i = 0; i < y.Length; i++)
            {
                var x = input.Values[i];
                y[i] = x > 0 ? x : slopes[PerChannel ? i / shape.SlabSize % shape.Channels : 0] * x;
            }

            return y;
        }
    }
}

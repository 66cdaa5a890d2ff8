using SsnGen.Networks;

namespace SsnGen;

public abstract partial record Producer
{
    public partial record Linear
    {
        /// <summary>y[n, o] = bias[o] + Σ_i w[o, i] · x[n, i], over the input flattened as [C, H, W].</summary>
        internal override double[] Evaluate(ReferenceInput input)
        {
            var (inputs, outputs) = (input.Shape.Length, input.Output.Channels);
            input.CheckOutput(input.Shape.Pixel with { Channels = Features });
            var w = input.Weights.Values($"{input.Layer.Path}.linear.weight", outputs, inputs);
            var bias = Bias ? input.Weights.Values($"{input.Layer.Path}.linear.bias", outputs) : default;
            var y = input.NewOutput();
            for (var n = 0; n < input.Batch; n++)
            {
                var sample = input.Values.AsSpan(n * inputs, inputs);
                for (var o = 0; o < outputs; o++)
                {
                    var row = w.Slice(o * inputs, inputs);
                    double sum = bias.IsEmpty ? 0 : bias[o];
                    for (var i = 0; i < inputs; i++)
                    {
                        sum += row[i] * sample[i];
                    }

                    y[(n * outputs) + o] = sum;
                }
            }

            return y;
        }
    }
}

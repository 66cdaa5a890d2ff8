using SsnGen.Networks;

namespace SsnGen;

// What ReferenceEvaluation computes of a producer: plain loops in double precision that follow the formula, and know nothing of how
// shapes are inferred or code is emitted.
public abstract partial record Producer
{
    /// <summary>The values of a layer before normalization, [N, Output], from its input, [N, Input].</summary>
    internal abstract double[] Evaluate(ReferenceInput input);

    public partial record Identity
    {
        internal override double[] Evaluate(ReferenceInput input)
        {
            input.CheckOutput(input.Shape);
            return (double[])input.Values.Clone();
        }
    }
}

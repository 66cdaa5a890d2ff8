namespace SsnGen;

/// <summary>Ends the layer with y = min(max(t, 0), 6).</summary>
/// <remarks>Sandler et al., <i>MobileNetV2</i>, CVPR 2018.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class Relu6Attribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = min(max(t, 0), 6).</summary>
    public sealed partial record Relu6 : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => Math.Min(Math.Max(t, 0), 6);

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Clip", [t, Constant(node, 0), Constant(node, 6)]);
    }
}

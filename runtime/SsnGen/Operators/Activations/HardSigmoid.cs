namespace SsnGen;

/// <summary>Ends the layer with y = min(max(t + 3, 0), 6) / 6.</summary>
/// <remarks>Howard et al., <i>Searching for MobileNetV3</i>, ICCV 2019, section 5.2; the slope is 1/6, as PyTorch's is, and not the 1/5 that is usual in ONNX.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HardSigmoidAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = min(max(t + 3, 0), 6) / 6.</summary>
    public sealed partial record HardSigmoid : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => Math.Min(Math.Max(t + 3, 0), 6) / 6;

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("HardSigmoid", [t], ("alpha", 1f / 6), ("beta", 0.5f));
    }
}

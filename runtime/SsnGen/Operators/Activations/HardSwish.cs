namespace SsnGen;

/// <summary>Ends the layer with y = t · min(max(t + 3, 0), 6) / 6.</summary>
/// <remarks>Howard et al., <i>Searching for MobileNetV3</i>, ICCV 2019, section 5.2.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HardSwishAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = t · min(max(t + 3, 0), 6) / 6.</summary>
    public sealed partial record HardSwish : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => t * Math.Min(Math.Max(t + 3, 0), 6) / 6;

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("HardSwish", [t]);
    }
}

namespace SsnGen;

/// <summary>Ends the layer with y = max(t, 0).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReluAttribute : Attribute;

/// <summary>Ends the layer with y = t for t &gt; 0, slope·t otherwise.</summary>
/// <param name="slope">Slope for negative values; positive, at most 1. Default 0.01.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LeakyReluAttribute(float slope = 0.01f) : Attribute
{
    /// <summary>Slope for negative values.</summary>
    public float Slope { get; } = slope;
}

/// <summary>Ends the layer with y = t / (1 + exp(−t)).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SiluAttribute : Attribute;

/// <summary>Sets values to zero with a probability in training, scaling the others up; nothing in evaluation.</summary>
/// <param name="probability">The probability of zero; at least 0, less than 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DropoutAttribute(float probability) : Attribute
{
    /// <summary>The probability of zero.</summary>
    public float Probability { get; } = probability;
}

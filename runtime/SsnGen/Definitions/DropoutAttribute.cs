namespace SsnGen;

/// <summary>Sets values to zero with a probability in training, scaling the others up; nothing in evaluation.</summary>
/// <param name="probability">The probability of zero; at least 0, less than 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DropoutAttribute(float probability) : Attribute
{
    /// <summary>The probability of zero.</summary>
    public float Probability { get; } = probability;
}

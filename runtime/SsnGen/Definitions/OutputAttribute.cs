namespace SsnGen;

/// <summary>
/// Returns what a layer of the model computes, or the last layer of a stage, beside the last layer of all, which is always returned:
/// the levels of a feature pyramid, or an auxiliary classifier. In the order of the properties, and under their names: <c>Run</c>
/// takes room for each, the training module's <c>ForwardAll</c> returns each.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute;

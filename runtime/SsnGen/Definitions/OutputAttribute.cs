namespace SsnGen;

/// <summary>
/// Returns what a layer of the model computes, or the last layer of a stage, beside the last layer of all, which is always returned:
/// the levels of a feature pyramid, or an auxiliary classifier. In the order of the layers, and under the names of their properties, which in
/// a block follow those of its stage, such as <c>Stage2_0_Conv1</c>: <c>Run</c> takes room for each, the training module's <c>ForwardAll</c>
/// returns each.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>
    /// Whether only the training module returns it, as a classifier that is there to be learned from: the collapsed network has neither
    /// the output nor the layers that lead to it alone, and loads weights with theirs and without. Default false.
    /// </summary>
    public bool TrainingOnly { get; set; }
}

namespace SsnGen;

/// <summary>
/// The selection of one layer: the normalizers that training chose. Written to <c>NAME.Selection.cs</c> when training
/// ends; the next compile collapses the layer to them.
/// </summary>
/// <param name="path">The path of the layer, such as <c>Stage2.0.Conv1</c>.</param>
/// <param name="mean">The normalizer of the mean.</param>
/// <param name="variance">The normalizer of the variance.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SelectedAttribute(string path, Normalizer mean, Normalizer variance) : Attribute
{
    /// <summary>The path of the layer.</summary>
    public string Path { get; } = path;

    /// <summary>The normalizer of the mean.</summary>
    public Normalizer Mean { get; } = mean;

    /// <summary>The normalizer of the variance.</summary>
    public Normalizer Variance { get; } = variance;
}

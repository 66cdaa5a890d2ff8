namespace SsnGen;

/// <summary>
/// Compiles the network for pictures of another size too: the same layers, selection and weights, and code of its own.
/// <c>Run(input, height, width, output)</c> runs it on them, <c>GraphOf(height, width)</c> describes it, and <c>ExportOnnx</c> writes it.
/// For networks whose weights do not depend on the size of the pictures: those that convolve, pool all of a picture, or resize to another layer.
/// </summary>
/// <remarks>The training module and networks on graphics processors are of the size that <see cref="SsnModelAttribute"/> gives.</remarks>
/// <param name="height">Height of the input in pixels; at least 1.</param>
/// <param name="width">Width of the input in pixels; at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputSizeAttribute(int height, int width) : Attribute
{
    /// <summary>Height of the input in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Width of the input in pixels.</summary>
    public int Width { get; } = width;
}

namespace SsnGen.Files;

/// <summary>Writes shapes into messages.</summary>
internal static class ShapeText
{
    private const int Most = 8;

    /// <summary>A shape as <c>[64, 3, 7, 7]</c>; of more than 8 dimensions only the first.</summary>
    public static string Of(ReadOnlySpan<int> shape) =>
        "[" + string.Join(", ", shape[..Math.Min(shape.Length, Most)].ToArray()) + (shape.Length > Most ? ", …" : "") + "]";
}

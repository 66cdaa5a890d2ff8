namespace SsnGen.Inference;

/// <summary>Checks of the places that parameters are packed to.</summary>
internal static class PackedSpans
{
    /// <summary>Refuses a span of another length than what is packed.</summary>
    public static void RequireLength<T>(Span<T> span, int length, string path, string name)
    {
        if (span.Length != length)
        {
            throw new ArgumentException($"{path} packs to {length} values, and there is room for {span.Length}.", name);
        }
    }
}

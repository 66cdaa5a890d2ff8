namespace SsnGen.Networks;

/// <summary>Layers in words.</summary>
internal static class LayerWords
{
    /// <summary>What a layer computes, such as <c>3x3 convolution, padding 1, Batch / Layer, plus Stem, Relu</c>.</summary>
    /// <param name="layer">The layer.</param>
    public static string Of(Layer layer) => Of(layer, layer.Sources[0], layer.Normalization?.ToString());

    /// <summary>The same without its normalization, and with what it reads unless that is the value before it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="before">The value before it.</param>
    public static string WithoutNormalization(Layer layer, NetworkValue before) => Of(layer, before, normalization: null);

    private static string Of(Layer layer, NetworkValue before, string? normalization)
    {
        List<string> parts = [.. Production(layer, before)];
        if (normalization is not null)
        {
            parts.Add(normalization);
        }

        parts.AddRange(layer.Tail.Select(static step => step.ToString()));
        if (layer.Dropout > 0)
        {
            parts.Add(FormattableString.Invariant($"dropout {layer.Dropout}"));
        }

        return parts.Count > 0 ? string.Join(", ", parts) : layer.Producer.Words;
    }

    private static IEnumerable<string> Production(Layer layer, NetworkValue before)
    {
        if (layer.Sources.Count > 1)
        {
            yield return string.Join(" and ", layer.Sources.Select(static s => s.Name)) + " joined";
        }

        if (layer.Producer is not Producer.Identity)
        {
            yield return layer.Producer.Words;
        }

        if (layer.Sources is [var source] && source != before)
        {
            yield return "from " + source.Name;
        }
    }
}

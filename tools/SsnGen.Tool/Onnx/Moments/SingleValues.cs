namespace SsnGen.Tool.Onnx.Moments;

/// <summary>A single value less its own mean is 0, whatever the input: no network is meant to compute that, and none is compiled.</summary>
internal static class SingleValues
{
    /// <summary>Refuses a normalizer of values that each are normalized by themselves.</summary>
    /// <param name="normalizer">The normalizer.</param>
    /// <param name="shape">What it normalizes.</param>
    /// <param name="groups">Its groups, where it has any.</param>
    public static void Refuse(Normalizer normalizer, Shape shape, int groups)
    {
        var count = normalizer switch
        {
            Normalizer.Instance => shape.SlabSize,
            Normalizer.Layer => (long)shape.Channels * shape.SlabSize,
            Normalizer.Group => (long)shape.Channels / groups * shape.SlabSize,
            Normalizer.Batch => long.MaxValue,
            _ => throw new InvalidOperationException($"No size of {normalizer}."),
        };
        if (count == 1)
        {
            throw new UnsupportedException("it normalizes single values, each by itself, of which nothing is left");
        }
    }
}

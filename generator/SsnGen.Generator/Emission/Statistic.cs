namespace SsnGen.Generator.Emission;

/// <summary>The moments of one normalizer, as training kernels find and share them.</summary>
/// <param name="Moments">What the names of their arrays begin with: moments of instances are those of slabs.</param>
/// <param name="Index">Where those of slab k are.</param>
/// <param name="SharedBy">What a gradient through them is divided by: the slabs that share them. Empty for those of a slab alone.</param>
internal sealed record Statistic(string Moments, string Index, string SharedBy)
{
    /// <summary>Those of a kernel on the processor, where n is the sample, c the channel and g the group of slab k.</summary>
    public static Statistic OfSlabs(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance => new("Slab", "k", ""),
        Normalizer.Layer => new("Layer", "n", " / Channels"),
        Normalizer.Batch => new("Batch", "c", " / pass.Samples"),
        Normalizer.Group => new("Group", "g", " / (Channels / Groups)"),
        _ => throw new ArgumentOutOfRangeException(nameof(normalizer), normalizer, "There are no moments of it."),
    };

    /// <summary>Those of a kernel on a device, where C and GroupChannels are constants.</summary>
    public static Statistic OnDevice(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance => new("Slab", "k", ""),
        Normalizer.Layer => new("Layer", "k / C", " / C"),
        Normalizer.Batch => new("Batch", "c", " / samples"),
        Normalizer.Group => new("Group", "k / GroupChannels", " / GroupChannels"),
        _ => throw new ArgumentOutOfRangeException(nameof(normalizer), normalizer, "There are no moments of it."),
    };
}

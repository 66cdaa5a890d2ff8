namespace SsnGen.Tool.Scaffolding.Structure;

/// <summary>Which channels of a block those of its stage are.</summary>
internal enum StageChannels
{
    /// <summary>None: each layer says its own.</summary>
    None,

    /// <summary>Those of its first layer, as an inverted bottleneck has it, whose last one is always as wide.</summary>
    OfFirst,

    /// <summary>Those of its last layer.</summary>
    OfLast,
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Each normalizer by itself, of the input.</summary>
[SsnModel(Channels = 6, Height = 3, Width = 5)]
public sealed partial class NormalizersNet
{
    [BatchNorm(Momentum = 0.3f), Output]
    public partial Layer Batch { get; }

    [InstanceNorm, From(LayerSource.Input), Output]
    public partial Layer Instance { get; }

    [LayerNorm(Epsilon = 1e-3f), From(LayerSource.Input), Output]
    public partial Layer Layer { get; }

    [GroupNorm(3), From(LayerSource.Input), Output]
    public partial Layer Group { get; }
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Several outputs: a stage, two levels of a feature pyramid, and a classifier, each with its own path through the network.</summary>
[SsnModel(Channels = 2, Height = 8, Width = 8)]
public sealed partial class PyramidNet
{
    [Repeat(1, Channels = 8, Stride = 2), Output]
    public partial Stage<SmallBlock> Fine { get; }

    [Repeat(1, Channels = 12, Stride = 2)]
    public partial Stage<SmallBlock> Coarse { get; }

    [Conv(6), Output]
    public partial Layer Top { get; }

    [Conv(6), From(nameof(Fine))]
    public partial Layer Lateral { get; }

    [Upsample(2), From(nameof(Top)), Add(nameof(Lateral)), Output]
    public partial Layer Merged { get; }

    [GlobalAveragePool, From(nameof(Coarse))]
    public partial Layer Pool { get; }

    [Linear(3)]
    public partial Layer Classifier { get; }
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>A layer for each pair of normalizers, as if training had selected it.</summary>
[SsnModel(Channels = 3, Height = 7, Width = 5)]
[Selected("Pairs.0.Conv", Normalizer.Instance, Normalizer.Instance)]
[Selected("Pairs.1.Conv", Normalizer.Instance, Normalizer.Layer)]
[Selected("Pairs.2.Conv", Normalizer.Instance, Normalizer.Batch)]
[Selected("Pairs.3.Conv", Normalizer.Instance, Normalizer.Group)]
[Selected("Pairs.4.Conv", Normalizer.Layer, Normalizer.Instance)]
[Selected("Pairs.5.Conv", Normalizer.Layer, Normalizer.Layer)]
[Selected("Pairs.6.Conv", Normalizer.Layer, Normalizer.Batch)]
[Selected("Pairs.7.Conv", Normalizer.Layer, Normalizer.Group)]
[Selected("Pairs.8.Conv", Normalizer.Batch, Normalizer.Instance)]
[Selected("Pairs.9.Conv", Normalizer.Batch, Normalizer.Layer)]
[Selected("Pairs.10.Conv", Normalizer.Batch, Normalizer.Batch)]
[Selected("Pairs.11.Conv", Normalizer.Batch, Normalizer.Group)]
[Selected("Pairs.12.Conv", Normalizer.Group, Normalizer.Instance)]
[Selected("Pairs.13.Conv", Normalizer.Group, Normalizer.Layer)]
[Selected("Pairs.14.Conv", Normalizer.Group, Normalizer.Batch)]
[Selected("Pairs.15.Conv", Normalizer.Group, Normalizer.Group)]
public sealed partial class PairsNet
{
    [Repeat(16, Channels = 12)]
    public partial Stage<PairBlock> Pairs { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(4)]
    public partial Layer Classifier { get; }
}

[SsnBlock]
public sealed partial class PairBlock
{
    [Conv(Kernel = 3), Ssn(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group, Groups = 4), Relu]
    public partial Layer Conv { get; }
}

namespace SsnGen.Gpu.Tests;

/// <summary>Slabs of four floats at a time, more than one chunk for a simulated warp of 2.</summary>
[SsnModel(Channels = 4, Height = 6, Width = 6)]
public sealed partial class VectorNet
{
    /// <summary>All normalizers, ReLU.</summary>
    [Ssn(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group, Groups = 2), Relu]
    public partial Layer Norm { get; }
}

/// <summary>Slabs of an odd size, read float by float.</summary>
[SsnModel(Channels = 3, Height = 7, Width = 7)]
public sealed partial class ScalarNet
{
    /// <summary>The default normalizers, SiLU.</summary>
    [Ssn, Silu]
    public partial Layer Norm { get; }
}

/// <summary>Single values.</summary>
[SsnModel(Channels = 5)]
public sealed partial class PointNet
{
    /// <summary>Layer and batch.</summary>
    [Ssn(Normalizer.Layer, Normalizer.Batch), LeakyRelu]
    public partial Layer Norm { get; }
}

/// <summary>Slabs that a whole group works on.</summary>
[SsnModel(Channels = 2, Height = 33, Width = 32)]
public sealed partial class GroupNet
{
    /// <summary>The default normalizers.</summary>
    [Ssn]
    public partial Layer Norm { get; }
}

namespace SsnGen.Tool.Tests.Models;

/// <summary>One convolution and its choice, once it is made.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
[Selected("A", Normalizer.Instance, Normalizer.Batch)]
public sealed partial class TinySsnFixed
{
    [Conv(4, Kernel = 3), Ssn(Bessel = true), Relu]
    public partial Layer A { get; }
}

/// <summary>The same before it is made.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinySsnOpen
{
    [Conv(4, Kernel = 3), Ssn(Bessel = true), Relu]
    public partial Layer A { get; }
}

/// <summary>A convolution and its groups.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyGroup
{
    [Conv(4, Kernel = 3), GroupNorm(2), Relu]
    public partial Layer A { get; }
}

/// <summary>One choice for mean and variance.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyShared
{
    [Conv(4, Kernel = 3), Ssn(SharedRatios = true), Relu]
    public partial Layer A { get; }
}

/// <summary>What a network looks like that is compiled for another version of SsnGen.</summary>
public static class OtherContract
{
    public static NetworkGraph Graph => SsnGen.Inference.Contract.Require(SsnGen.Inference.Contract.Number + 1, static () => TinySsnOpen.Graph);
}

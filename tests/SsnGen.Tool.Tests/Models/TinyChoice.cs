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

/// <summary>A convolution and its instances.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyInstance
{
    [Conv(4, Kernel = 3), InstanceNorm, Relu]
    public partial Layer A { get; }
}

/// <summary>One choice for mean and variance.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyShared
{
    [Conv(4, Kernel = 3), Ssn(SharedRatios = true), Relu]
    public partial Layer A { get; }
}

/// <summary>As many normalizers as the published layers have, but others.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyOthers
{
    [Conv(4, Kernel = 3), Ssn(Normalizer.Instance, Normalizer.Batch, Normalizer.Group, Groups = 2), Relu]
    public partial Layer A { get; }
}

/// <summary>Two normalizers, but not the two of a published layer.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyPair
{
    [Conv(4, Kernel = 3), Ssn(Normalizer.Instance, Normalizer.Batch), Relu]
    public partial Layer A { get; }
}

/// <summary>Two normalizers without batch.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinySlabs
{
    [Conv(4, Kernel = 3), Ssn(Normalizer.Instance, Normalizer.Group, Groups = 2), Relu]
    public partial Layer A { get; }
}

/// <summary>The two of SwitchNorm2d without batch.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinySwitch
{
    [Conv(4, Kernel = 3), Ssn(Normalizer.Instance, Normalizer.Layer), Relu]
    public partial Layer A { get; }
}

/// <summary>What a network looks like that is compiled for another version of SsnGen.</summary>
public static class OtherContract
{
    public static NetworkGraph Graph => SsnGen.Inference.Contract.Require(SsnGen.Inference.Contract.Number + 1, static () => TinySsnOpen.Graph);
}

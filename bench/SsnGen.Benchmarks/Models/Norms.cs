using SsnGen;

namespace SsnGen.Benchmarks.Models;

// Networks of one fused normalization each, at the shapes that the comparisons name.

/// <summary>[N, 64, 56, 56]: the first stage of a ResNet.</summary>
[SsnModel(Channels = 64, Height = 56, Width = 56)]
public sealed partial class Norm64x56
{
    /// <summary>All three normalizers, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 256, 56, 56].</summary>
[SsnModel(Channels = 256, Height = 56, Width = 56)]
public sealed partial class Norm256x56
{
    /// <summary>All three normalizers, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 512, 28, 28].</summary>
[SsnModel(Channels = 512, Height = 28, Width = 28)]
public sealed partial class Norm512x28
{
    /// <summary>All three normalizers, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 2048, 7, 7]: many small slabs.</summary>
[SsnModel(Channels = 2048, Height = 7, Width = 7)]
public sealed partial class Norm2048x7
{
    /// <summary>All three normalizers, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 16, 32, 32]: CIFAR networks.</summary>
[SsnModel(Channels = 16, Height = 32, Width = 32)]
public sealed partial class Norm16x32
{
    /// <summary>All three normalizers, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 64, 112, 112]: the stem of a ResNet, one image.</summary>
[SsnModel(Channels = 64, Height = 112, Width = 112)]
public sealed partial class Norm64x112
{
    /// <summary>All three normalizers, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

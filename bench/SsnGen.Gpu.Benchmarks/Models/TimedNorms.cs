namespace SsnGen.Gpu.Benchmarks.Models;

// Networks of one fused normalization each, at the shapes that are timed. The batch is chosen at run time.

/// <summary>[N, 64, 56, 56]: the first stage of a ResNet.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 64, Height = 56, Width = 56)]
public sealed partial class Norm64x56
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 256, 56, 56], in floats and in halves.</summary>
[SsnModel(Backend = Backend.Gpu, HalfStorage = true, Channels = 256, Height = 56, Width = 56)]
public sealed partial class Norm256x56
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 256, 56, 56] with groups.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 256, Height = 56, Width = 56)]
public sealed partial class Group256x56
{
    /// <summary>All four normalizers, ReLU fused.</summary>
    [Ssn(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group, Groups = 32), Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 512, 28, 28].</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 512, Height = 28, Width = 28)]
public sealed partial class Norm512x28
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 2048, 7, 7]: many small slabs, of a size that is read value by value.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 2048, Height = 7, Width = 7)]
public sealed partial class Norm2048x7
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 256, 14, 14].</summary>
[SsnModel(Backend = Backend.Gpu, HalfStorage = true, Channels = 256, Height = 14, Width = 14)]
public sealed partial class Norm256x14
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 512, 7, 7].</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 512, Height = 7, Width = 7)]
public sealed partial class Norm512x7
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 16, 32, 32]: CIFAR networks. A whole sample fits the registers of one group.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 16, Height = 32, Width = 32)]
public sealed partial class Norm16x32
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

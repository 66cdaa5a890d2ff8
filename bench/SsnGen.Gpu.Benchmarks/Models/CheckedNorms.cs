namespace SsnGen.Gpu.Benchmarks.Models;

// Small networks of one fused normalization, which a simulated device can run too; only checked, never timed.

/// <summary>Slabs of four floats at a time.</summary>
[SsnModel(Backend = Backend.Gpu, HalfStorage = true, Channels = 8, Height = 6, Width = 6)]
public sealed partial class VectorNorm
{
    /// <summary>All four normalizers, ReLU fused.</summary>
    [Ssn(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group, Groups = 4), Relu]
    public partial Layer Norm { get; }
}

/// <summary>Slabs of an odd size, which are read float by float.</summary>
[SsnModel(Backend = Backend.Gpu, HalfStorage = true, Channels = 5, Height = 7, Width = 7)]
public sealed partial class ScalarNorm
{
    /// <summary>Instance, layer and batch, ReLU fused.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

/// <summary>Slabs that a whole group of threads works on.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 2, Height = 33, Width = 32)]
public sealed partial class WideNorm
{
    /// <summary>Instance, layer and batch, no activation.</summary>
    [Ssn]
    public partial Layer Norm { get; }
}

/// <summary>Single values, as after a linear layer.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 33)]
public sealed partial class PointNorm
{
    /// <summary>Layer and batch: a slab of one value has no variance of its own.</summary>
    [Ssn(Normalizer.Layer, Normalizer.Batch), Relu]
    public partial Layer Norm { get; }
}

/// <summary>A residual, whose backward pass reads the output.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 6, Height = 6, Width = 6)]
public sealed partial class ResidualNorm
{
    /// <summary>What is added.</summary>
    [Relu]
    public partial Layer Input { get; }

    /// <summary>Instance, layer and batch, residual and ReLU fused.</summary>
    [Ssn, Add(nameof(Input)), Relu]
    public partial Layer Norm { get; }
}

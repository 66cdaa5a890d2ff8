namespace SsnGen.Gpu.Tests;

/// <summary>Slabs of four floats at a time, more than one turn for a simulated warp of 2.</summary>
[SsnModel(Backend = Backend.Both, HalfStorage = true, Channels = 4, Height = 6, Width = 6)]
public sealed partial class VectorNet
{
    /// <summary>All normalizers, ReLU.</summary>
    [Ssn(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group, Groups = 2), Relu]
    public partial Layer Norm { get; }
}

/// <summary>Slabs of an odd size, read float by float.</summary>
[SsnModel(Backend = Backend.Both, HalfStorage = true, Channels = 3, Height = 7, Width = 7)]
public sealed partial class ScalarNet
{
    /// <summary>The default normalizers, SiLU.</summary>
    [Ssn, Silu]
    public partial Layer Norm { get; }
}

/// <summary>Single values.</summary>
[SsnModel(Backend = Backend.Both, Channels = 5)]
public sealed partial class PointNet
{
    /// <summary>Layer and batch.</summary>
    [Ssn(Normalizer.Layer, Normalizer.Batch), LeakyRelu]
    public partial Layer Norm { get; }
}

/// <summary>Slabs that a whole group of threads works on.</summary>
[SsnModel(Backend = Backend.Both, Channels = 2, Height = 33, Width = 32)]
public sealed partial class GroupNet
{
    /// <summary>The default normalizers.</summary>
    [Ssn]
    public partial Layer Norm { get; }
}

/// <summary>Residuals; slabs that two threads hold in one turn.</summary>
[SsnModel(Backend = Backend.Both, Channels = 2, Height = 2, Width = 4)]
public sealed partial class ResidualNet
{
    /// <summary>What is added.</summary>
    [Relu]
    public partial Layer Input { get; }

    /// <summary>Its backward pass reads y.</summary>
    [Ssn(Normalizer.Instance, Normalizer.Batch), Add(nameof(Input)), Relu]
    public partial Layer ReadsOutput { get; }

    /// <summary>Its backward pass reads the residual; variances of slabs are divided by one less.</summary>
    [Ssn(Normalizer.Instance, Normalizer.Layer, Bessel = true), Add(nameof(Input)), Silu]
    public partial Layer ReadsResidual { get; }

    /// <summary>One normalizer: nothing to choose.</summary>
    [Ssn(Normalizer.Instance)]
    public partial Layer Alone { get; }
}

/// <summary>Leaky rectifiers.</summary>
[SsnModel(Backend = Backend.Both, Channels = 3, Height = 2, Width = 4)]
public sealed partial class LeakyNet
{
    /// <summary>Its backward pass computes t again.</summary>
    [Ssn, LeakyRelu(0.25f)]
    public partial Layer Input { get; }

    /// <summary>Its backward pass reads y.</summary>
    [Ssn(Normalizer.Instance, Normalizer.Batch), Add(nameof(Input)), LeakyRelu(0.25f)]
    public partial Layer ReadsOutput { get; }
}

/// <summary>Slabs of which each thread holds seven vectors; never run on the simulation, only compiled for a device.</summary>
[SsnModel(Backend = Backend.Gpu, HalfStorage = true, Channels = 64, Height = 56, Width = 56)]
public sealed partial class LargeNet
{
    /// <summary>The default normalizers.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

using SsnGen;

namespace SsnGen.Benchmarks.Models;

// Networks of one fused normalization with nothing left to choose: as training leaves them.

/// <summary>[N, 64, 56, 56].</summary>
[SsnModel(Channels = 64, Height = 56, Width = 56)]
public sealed partial class Instance64x56
{
    /// <summary>Instance normalization, ReLU fused.</summary>
    [Ssn(Normalizer.Instance), Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 512, 28, 28].</summary>
[SsnModel(Channels = 512, Height = 28, Width = 28)]
public sealed partial class Instance512x28
{
    /// <summary>Instance normalization, ReLU fused.</summary>
    [Ssn(Normalizer.Instance), Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 64, 56, 56].</summary>
[SsnModel(Channels = 64, Height = 56, Width = 56)]
public sealed partial class Layer64x56
{
    /// <summary>Layer normalization, ReLU fused.</summary>
    [Ssn(Normalizer.Layer), Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 512, 28, 28].</summary>
[SsnModel(Channels = 512, Height = 28, Width = 28)]
public sealed partial class Layer512x28
{
    /// <summary>Layer normalization, ReLU fused.</summary>
    [Ssn(Normalizer.Layer), Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 64, 56, 56].</summary>
[SsnModel(Channels = 64, Height = 56, Width = 56)]
public sealed partial class Batch64x56
{
    /// <summary>Batch normalization, ReLU fused.</summary>
    [Ssn(Normalizer.Batch), Relu]
    public partial Layer Norm { get; }
}

/// <summary>[N, 512, 28, 28].</summary>
[SsnModel(Channels = 512, Height = 28, Width = 28)]
public sealed partial class Batch512x28
{
    /// <summary>Batch normalization, ReLU fused.</summary>
    [Ssn(Normalizer.Batch), Relu]
    public partial Layer Norm { get; }
}

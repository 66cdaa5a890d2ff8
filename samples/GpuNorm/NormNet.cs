using SsnGen;

namespace GpuNorm;

/// <summary>One normalization and its activation, for a network that is otherwise written by hand.</summary>
[SsnModel(Backend = Backend.Gpu, Channels = 8, Height = 8, Width = 8)]
public sealed partial class NormNet
{
    /// <summary>Chooses between instance, layer and batch.</summary>
    [Ssn, Relu]
    public partial Layer Norm { get; }
}

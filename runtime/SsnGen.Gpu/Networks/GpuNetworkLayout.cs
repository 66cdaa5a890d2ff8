using System.ComponentModel;

namespace SsnGen.Gpu.Networks;

/// <summary>What a generated network needs of a device.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GpuNetworkLayout
{
    /// <summary>The shape of one input sample.</summary>
    public required Shape Input { get; init; }

    /// <summary>The shape of the output of one sample.</summary>
    public required Shape Output { get; init; }

    /// <summary>Floats of memory between layers, per sample.</summary>
    public required int ArenaLength { get; init; }

    /// <summary>The most samples of a batch: kernels count in 32 bits.</summary>
    public required int MostSamples { get; init; }
}

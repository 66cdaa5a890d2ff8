using System.ComponentModel;
using SsnGen.Inference;

namespace SsnGen.Gpu.Networks;

/// <summary>What a generated network needs of a device.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GpuNetworkLayout
{
    /// <summary>What it takes, in order.</summary>
    public required NetworkEnd[] Inputs { get; init; }

    /// <summary>What it returns, in order.</summary>
    public required NetworkEnd[] Outputs { get; init; }

    /// <summary>Floats of memory between layers, per sample.</summary>
    public required int ArenaLength { get; init; }

    /// <summary>The most samples of a batch: kernels count in 32 bits.</summary>
    public required int MostSamples { get; init; }
}

using ILGPU;

namespace SsnGen.Gpu;

/// <summary>The tensors of one backward pass.</summary>
internal readonly record struct GpuBackwardTensors<T>(ArrayView<T> X, ArrayView<T> Saved, ArrayView<T> Upstream, ArrayView<T> Dx, ArrayView<T> Dresidual)
    where T : unmanaged;

using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace SsnGen.Gpu.Networks;

/// <summary>The products of matrices that a device's own library computes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GpuBlas : IDisposable
{
    /// <summary>cuBLAS for a CUDA device, or null: for other devices, and where the library is not installed.</summary>
    /// <param name="accelerator">The device.</param>
    public static GpuBlas? TryCreate(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator is CudaAccelerator cuda ? CudaBlas.TryCreate(cuda) : null;
    }

    /// <summary>C ← op(A)·B for several matrices, all in columns and without gaps. Queued; nothing waits.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="product">The sizes.</param>
    /// <param name="a">The matrices A, M × K; K × M where they are transposed.</param>
    /// <param name="b">The matrices B, K × N.</param>
    /// <param name="c">The matrices C, M × N, which are overwritten.</param>
    public abstract void Multiply(AcceleratorStream stream, in GpuProduct product, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the library.</summary>
    /// <param name="disposing">Whether it is disposed, not finalized.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

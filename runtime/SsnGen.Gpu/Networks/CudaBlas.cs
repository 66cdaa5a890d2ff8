using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace SsnGen.Gpu.Networks;

/// <summary>
/// cuBLAS, bound to the four functions that networks need. ILGPU's own binding has no products of several matrices at
/// once, and knows no library beyond version 12.
/// </summary>
internal sealed class CudaBlas : GpuBlas
{
    private static readonly string[] Libraries = OperatingSystem.IsWindows()
        ? ["cublas64_13.dll", "cublas64_12.dll", "cublas64_11.dll"]
        : ["libcublas.so.13", "libcublas.so.12", "libcublas.so.11"];

    private readonly CudaAccelerator _accelerator;
    private readonly DestroyFunction _destroy;
    private readonly SetStreamFunction _setStream;
    private readonly MultiplyFunction _multiply;
    private nint _handle;

    private CudaBlas(CudaAccelerator accelerator, nint library, nint handle)
    {
        _accelerator = accelerator;
        _handle = handle;
        _destroy = Bind<DestroyFunction>(library, "cublasDestroy_v2");
        _setStream = Bind<SetStreamFunction>(library, "cublasSetStream_v2");
        _multiply = Bind<MultiplyFunction>(library, "cublasSgemmStridedBatched");
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int CreateFunction(out nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int DestroyFunction(nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetStreamFunction(nint handle, nint stream);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MultiplyFunction(
        nint handle,
        int transposeA,
        int transposeB,
        int m,
        int n,
        int k,
        in float alpha,
        nint a,
        int columnA,
        long strideA,
        nint b,
        int columnB,
        long strideB,
        in float beta,
        nint c,
        int columnC,
        long strideC,
        int count);

    /// <summary>The newest library that is installed and works with the device, or null.</summary>
    public static CudaBlas? TryCreate(CudaAccelerator accelerator)
    {
        foreach (var name in Libraries)
        {
            if (!NativeLibrary.TryLoad(name, typeof(CudaBlas).Assembly, null, out var library))
            {
                continue;
            }

            accelerator.Bind();
            if (Bind<CreateFunction>(library, "cublasCreate_v2")(out var handle) == 0)
            {
                return new CudaBlas(accelerator, library, handle);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Multiply(AcceleratorStream stream, in GpuProduct product, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        _accelerator.Bind();
        Require(_setStream(_handle, ((CudaStream)stream).StreamPtr), "cublasSetStream");
        var status = _multiply(
            _handle,
            product.TransposesA ? 1 : 0,
            0,
            product.M,
            product.N,
            product.K,
            1f,
            a.LoadEffectiveAddressAsPtr(),
            product.TransposesA ? product.K : product.M,
            product.StrideA,
            b.LoadEffectiveAddressAsPtr(),
            product.K,
            product.StrideB,
            0f,
            c.LoadEffectiveAddressAsPtr(),
            product.M,
            product.StrideC,
            product.Count);
        Require(status, "cublasSgemmStridedBatched");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _handle != 0)
        {
            _accelerator.Bind();
            _ = _destroy(_handle);
            _handle = 0;
        }

        base.Dispose(disposing);
    }

    private static T Bind<T>(nint library, string function)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, function));

    private static void Require(int status, string function)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{function} failed with status {status}.");
        }
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>The memory of libtorch's tensors as spans. A span is valid while its tensor is alive.</summary>
internal static unsafe partial class TensorMemory
{
    /// <summary>The values of a contiguous float32 tensor on the CPU.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException">The tensor is of another type, on another device, not contiguous or too large.</exception>
    public static Span<float> Floats(Tensor tensor, string name) => Values<float>(tensor, ScalarType.Float32, name);

    /// <summary>The values of a contiguous int64 tensor on the CPU.</summary>
    /// <inheritdoc cref="Floats"/>
    public static Span<long> Integers(Tensor tensor, string name) => Values<long>(tensor, ScalarType.Int64, name);

    private static Span<T> Values<T>(Tensor tensor, ScalarType type, string name)
        where T : unmanaged
    {
        if (tensor.dtype != type || tensor.device_type != DeviceType.CPU)
        {
            var wanted = type.ToString().ToLowerInvariant();
            throw new ArgumentException($"{name} is {tensor.dtype} on {tensor.device_type}: {wanted} on the CPU is needed; call .to(torch.{wanted}).cpu() on it.", name);
        }

        if (!tensor.is_contiguous())
        {
            throw new ArgumentException($"{name} is not contiguous; call .contiguous() on it.", name);
        }

        var count = tensor.numel();
        return count <= int.MaxValue
            ? new Span<T>((void*)DataPointer(tensor.Handle), (int)count)
            : throw new ArgumentException($"{name} has {count} values, more than the supported {int.MaxValue}; use a smaller batch.", name);
    }

    // A tenth of the time of Tensor.bytes, which is also limited to 2 GB.
    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint DataPointer(nint tensor);
}

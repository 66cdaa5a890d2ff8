using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>Conversions of modules to other types and devices, which the kernels cannot work on.</summary>
internal static class Conversion
{
    /// <summary>
    /// Refuses all but float32 on the CPU, which a module is already. TorchSharp would convert one layer after the other,
    /// and what it met before the first that cannot follow would stay converted.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="device">The wanted device.</param>
    /// <param name="dtype">The wanted type.</param>
    /// <returns>The module.</returns>
    /// <exception cref="NotSupportedException">The module would have to change.</exception>
    public static nn.Module RefuseUnlessNone(nn.Module module, string name, DeviceType device, ScalarType dtype) =>
        device == DeviceType.CPU && dtype == ScalarType.Float32
            ? module
            : throw new NotSupportedException(
                $"{name} trains with float32 on the CPU only and cannot move to {dtype} on {device}. Nothing was converted.");
}

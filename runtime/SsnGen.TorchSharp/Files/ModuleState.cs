using System.Runtime.InteropServices;
using SsnGen.Files;
using SsnGen.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>The tensors of a module's state_dict, on their way to a file: floats, and the flags of what is fixed.</summary>
internal static class ModuleState
{
    /// <summary>Adds all of them to a file.</summary>
    /// <param name="module">The module.</param>
    /// <param name="writer">The file to be.</param>
    /// <param name="prefix">What stands before the names.</param>
    /// <param name="allowNotFinite">Whether values may be NaN or infinite.</param>
    /// <exception cref="InvalidOperationException">A value is not finite.</exception>
    public static void Save(SsnModule module, SafetensorsWriter writer, string prefix, bool allowNotFinite)
    {
        foreach (var (name, tensor) in Of(module))
        {
            if (tensor.dtype == ScalarType.Int64)
            {
                writer.Add(prefix + name, SafetensorsType.I64, MemoryMarshal.AsBytes(TensorMemory.Integers(tensor, name)), Shape(tensor));
                continue;
            }

            var values = TensorMemory.Floats(tensor, name);
            if (!allowNotFinite)
            {
                RequireFinite(module, name, values);
            }

            writer.Add(prefix + name, values, Shape(tensor));
        }
    }

    /// <summary>The state_dict, after all layers have taken over what was written into it.</summary>
    /// <param name="module">The module.</param>
    public static IReadOnlyDictionary<string, Tensor> Of(SsnModule module)
    {
        foreach (var norm in module.Norms)
        {
            norm.TakeOver();
        }

        return module.state_dict();
    }

    /// <summary>A tensor's shape as files have it.</summary>
    public static int[] Shape(Tensor tensor) => Array.ConvertAll(tensor.shape, static size => checked((int)size));

    /// <summary>Refuses a value that is NaN or infinite, naming it.</summary>
    public static void RequireFinite(SsnModule module, string name, ReadOnlySpan<float> values)
    {
        var index = FiniteValues.IndexOfOther(values);
        if (index >= 0)
        {
            throw new InvalidOperationException(
                $"Value {index} of '{name}' of {module.ModelName} is {values[index].ToString(System.Globalization.CultureInfo.InvariantCulture)}: the training diverged, and nothing was saved. "
                + "Lower the learning rate, or go on from an earlier checkpoint; module.Save(path, allowNotFinite: true) saves it all the same.");
        }
    }
}

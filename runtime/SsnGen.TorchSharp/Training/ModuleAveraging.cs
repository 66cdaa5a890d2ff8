using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>Averages of a module over the course of its training (Polyak and Juditsky, 1992), as another module.</summary>
public static class ModuleAveraging
{
    /// <summary>
    /// Moves an average towards a module: average ← average + weight · (module − average), for parameters and running
    /// moments. What is fixed, its control parameters and the radius are copied: a choice has no average.
    /// </summary>
    /// <example>
    /// <code>
    /// optimizer.Step();
    /// average.MoveTowards(module, 0.001);
    /// </code>
    /// </example>
    /// <param name="average">The average; created as a module of the same network, and evaluated or saved like any.</param>
    /// <param name="module">The module that is trained.</param>
    /// <param name="weight">The weight of the new values, from 0 to 1; 1 copies the module.</param>
    /// <exception cref="ArgumentException">The modules are not of one network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is out of range.</exception>
    /// <exception cref="InvalidOperationException">A value of the module is not finite; the average stays as it was.</exception>
    public static void MoveTowards(this SsnModule average, SsnModule module, double weight)
    {
        ArgumentNullException.ThrowIfNull(average);
        ArgumentNullException.ThrowIfNull(module);
        if (weight is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of the new values is from 0 to 1.");
        }

        if (average.ModelName != module.ModelName)
        {
            throw new ArgumentException($"The average is one of {average.ModelName}, and cannot follow {module.ModelName}.", nameof(average));
        }

        var source = ModuleState.Of(module);
        foreach (var (name, tensor) in source)
        {
            if (tensor.dtype == ScalarType.Float32)
            {
                ModuleState.RequireFinite(module, name, TensorMemory.Floats(tensor, name));
            }
        }

        var copied = Copied(module);
        foreach (var (name, tensor) in ModuleState.Of(average))
        {
            if (tensor.dtype == ScalarType.Int64)
            {
                TensorMemory.Integers(source[name], name).CopyTo(TensorMemory.Integers(tensor, name));
                continue;
            }

            var values = TensorMemory.Floats(tensor, name);
            var news = TensorMemory.Floats(source[name], name);
            var share = copied.Contains(source[name].Handle) ? 1 : weight;
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = share == 1 ? news[i] : (float)(values[i] + (share * ((double)news[i] - values[i])));
            }
        }
    }

    private static HashSet<nint> Copied(SsnModule module)
    {
        var handles = new HashSet<nint>();
        foreach (var norm in module.Norms)
        {
            Add(norm.RadiusTensor);
            Add(norm.Ratios.Mean.IsFixed ? norm.MeanWeight : null);
            Add(norm.Ratios.Variance.IsFixed ? norm.VarWeight : null);
        }

        return handles;

        void Add(Tensor? tensor)
        {
            if (tensor is not null)
            {
                handles.Add(tensor.Handle);
            }
        }
    }
}

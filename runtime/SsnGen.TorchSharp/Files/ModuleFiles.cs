using SsnGen.Files;
using SsnGen.Networks;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>Weights and selections of training modules as files.</summary>
public static class ModuleFiles
{
    /// <summary>
    /// Saves parameters and buffers as safetensors, as a whole or not at all, with the model's name, the fingerprint of
    /// what is selected so far and the radius. The network loads the file once it is compiled with the same selection.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file; created or replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(this SsnModule module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        var writer = new SafetensorsWriter(WeightsMetadata.Create(module.ModelName, SelectionHash.Compute(Entries(module)), Math.Min(module.Radius, 1)));
        foreach (var (name, tensor) in module.state_dict())
        {
            writer.Add(name, TensorMemory.Floats(tensor, name), Shape(tensor));
        }

        writer.Save(path);
    }

    /// <summary>Loads what <see cref="Save"/> wrote, or weights of the same names from elsewhere, and takes over their radius.</summary>
    /// <param name="module">The module. Layers that it was compiled with a selection for, or that are fixed already, stay fixed.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsException">The file is damaged, or is one of another network.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(this SsnModule module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        var weights = NetworkWeights.Load(path);
        weights.RequireModel(module.ModelName);

        // All of it is read before any of it is written, so that a failure leaves the module as it was.
        var values = module.state_dict().Select(entry => (entry.Key, entry.Value, Values: weights.Get(entry.Key, Shape(entry.Value)))).ToList();
        foreach (var (name, tensor, loaded) in values)
        {
            loaded.CopyTo(TensorMemory.Floats(tensor, name));
        }

        module.Radius = weights.Radius;
    }

    /// <summary>Writes what training chose as <c>NAME.Selection.cs</c>; the next compile collapses the network to it.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file, beside the definition of the network; created or replaced.</param>
    /// <exception cref="InvalidOperationException">Some layers are still mixtures; the message names them.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveSelection(this SsnModule module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!module.SelectionIsComplete)
        {
            var open = module.Norms.Where(static norm => norm.Selection is null).Select(static norm => norm.Path).ToArray();
            throw new InvalidOperationException(
                $"{open.Length} of {module.Norms.Count} layers of {module.ModelName} are still mixtures ({string.Join(", ", open.Take(5))}{(open.Length > 5 ? ", …" : "")}): train on until the radius has grown to 1.");
        }

        SelectionFile.Write(path, module.ModelName, Entries(module));
    }

    internal static int[] Shape(Tensor tensor) => Array.ConvertAll(tensor.shape, static size => checked((int)size));

    private static IEnumerable<(string Path, Normalizer Mean, Normalizer Variance)> Entries(SsnModule module) =>
        module.Selections.Select(static entry => (entry.Key, entry.Value.Mean, entry.Value.Variance));
}

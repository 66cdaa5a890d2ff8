using SsnGen.Files;
using SsnGen.Networks;

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
    /// <param name="allowNotFinite">Whether values that are NaN or infinite are saved too, to be looked at: no network loads them.</param>
    /// <exception cref="InvalidOperationException">A value is NaN or infinite; the message names tensor and layer, and the file stays as it was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(this SsnModule module, string path, bool allowNotFinite = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        var writer = new SafetensorsWriter(WeightsMetadata.Create(module.ModelName, SelectionHash.Compute(Entries(module)), module.Radius, module.ModelGraph.Inputs[0].Pixels));
        ModuleState.Save(module, writer, prefix: "", allowNotFinite);
        writer.Save(path);
    }

    /// <summary>
    /// Loads what <see cref="Save"/> wrote, or weights of the same names from elsewhere. All of it is checked before any of
    /// it is used: a failure leaves the module as it was.
    /// </summary>
    /// <remarks>
    /// What is fixed and the radius come with the weights; where a file does not have them as tensors, its metadata speak.
    /// Layers that the module was compiled with a selection for stay fixed to that.
    /// </remarks>
    /// <param name="module">The module.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What is waived, and which tensors are loaded; null for all of exactly this network's.</param>
    /// <returns>Which tensors were loaded, which the file does not have, and which the module does not.</returns>
    /// <exception cref="WeightsException">The file cannot be read, is damaged, or is one of another network.</exception>
    public static LoadReport Load(this SsnModule module, string path, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        var weights = NetworkWeights.Load(path, options);
        var report = weights.CheckForTraining(module.ModelLayers, module.ModelName, options);
        ModuleLoading.Apply(module, weights, report, strict: options?.Strict ?? true);
        return report;
    }

    /// <summary>
    /// Writes what training chose as <c>NAME.Selection.cs</c>; the next compile collapses the network to it. Layers that are
    /// still mixtures are left out, and named in the file with the reason: the network then computes them as mixtures.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file, beside the definition of the network; created or replaced.</param>
    /// <returns>The layers that are still mixtures, and why; none where the selection is complete.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static IReadOnlyList<LayerMixture> SaveSelection(this SsnModule module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        var mixtures = module.Mixtures;
        SelectionFile.Write(path, module.ModelName, Entries(module), mixtures.Select(static mixture => (mixture.Path, mixture.Reason)));
        return mixtures;
    }

    internal static IEnumerable<(string Path, Normalizer Mean, Normalizer Variance)> Entries(SsnModule module) =>
        module.Selections.Select(static entry => (entry.Key, entry.Value.Mean, entry.Value.Variance));
}

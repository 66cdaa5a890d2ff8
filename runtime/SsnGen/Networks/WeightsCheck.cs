using System.Globalization;
using SsnGen.Files;

namespace SsnGen.Networks;

/// <summary>
/// The checks that weights have to pass before a network uses them, whatever it runs on: that they are its own, that all
/// it needs is there and fits, and that every value it uses is one that it can compute with.
/// </summary>
internal sealed class WeightsCheck(NetworkWeights weights, IReadOnlyList<Layer> layers, LoadOptions options)
{
    private const int Named = 5;

    /// <summary>Checks weights that are to be trained on: every tensor of the network is used.</summary>
    public LoadReport ForTraining(string? modelName)
    {
        RequireModel(modelName);
        var tensors = NetworkTensors.Of(layers).Where(tensor => options.Selects(tensor.Name)).ToList();
        var missing = tensors.Where(tensor => !tensor.IsOptional && !weights.Contains(tensor.Name)).ToList();
        var unused = Unused(tensors);
        if (options.Strict && (missing.Count > 0 || unused.Count > 0))
        {
            throw Unfit(missing, unused, "Load the file that was saved for this network, or take what fits with LoadOptions { Strict = false }.");
        }

        return Report(tensors.Where(tensor => weights.Contains(tensor.Name)), missing, unused);
    }

    /// <summary>Checks weights that a network is to run with: what its selection leaves unused need not be there.</summary>
    public LoadReport ForEvaluation(string? modelName, string? selectionHash, IReadOnlyList<Layer> trained)
    {
        RequireModel(modelName);
        RequireSelection(modelName, selectionHash);
        var unused = Unused(NetworkTensors.Of(trained));
        var used = layers.SelectMany(Used).ToList();
        var missing = used.Where(tensor => !Has(tensor)).ToList();
        if (missing.Count > 0 || (options.Strict && unused.Count > 0))
        {
            throw Unfit(missing, unused, "Load the file that was saved for this network" + (missing.Count > 0 ? "." : ", or pass LoadOptions { Strict = false }."));
        }

        return Report(used, missing, unused);
    }

    private void RequireModel(string? modelName)
    {
        if (modelName is not null && options.Strict)
        {
            weights.RequireModel(modelName);
            RequirePixels(modelName);
        }
    }

    // Weights that say nothing of pixels pass, as those of other programs do.
    private void RequirePixels(string modelName)
    {
        var own = layers.SelectMany(static layer => layer.Reads).OfType<NetworkInput>().Select(static input => input.Pixels).FirstOrDefault(static pixels => pixels is not null);
        if (weights.Metadata.TryGetValue(WeightsMetadata.Pixels, out var saved) && saved != own?.ToString())
        {
            throw new WeightsException(
                weights.Name,
                null,
                $"they were trained on pixels of {WeightsException.Shortened(saved)}, and {modelName} {(own is null ? "does not say how pixels become values" : $"converts pixels by {own}")}. "
                + "Give its [SsnModel] the PixelMean and PixelScale of the training, or pass LoadOptions { Strict = false } and convert the pixels yourself.");
        }
    }

    private void RequireSelection(string? modelName, string? selectionHash)
    {
        if (selectionHash is null || !options.Strict)
        {
            return;
        }

        var name = modelName ?? "the network";
        weights.RequireSelection(name, selectionHash);
        if (!weights.Metadata.ContainsKey(WeightsMetadata.Selection))
        {
            foreach (var layer in layers)
            {
                RequireFixedAsCompiled(layer, name);
            }
        }
    }

    // Weights without a fingerprint, as other programs save them, may still say what is fixed.
    private void RequireFixedAsCompiled(Layer layer, string modelName)
    {
        if (layer.Normalization is not { Selection: { } compiled } normalization)
        {
            return;
        }

        var path = layer.Path + NetworkTensors.Norm;
        string[] flags = [path + NetworkTensors.MeanFixed, path + NetworkTensors.VarianceFixed];
        if (!Array.Exists(flags, weights.Contains) || normalization.Normalizers.Length < 2)
        {
            return;
        }

        var (mean, variance) = LayerRatios.Of(layer, normalization with { Selection = null }).Evaluate(weights);
        var (expectedMean, expectedVariance) = LayerRatios.Of(layer, normalization).Evaluate(weights);
        if (!mean.AsSpan().SequenceEqual(expectedMean) || !variance.AsSpan().SequenceEqual(expectedVariance))
        {
            throw new WeightsException(
                weights.Name,
                null,
                $"layer {layer.Path} was trained to {Words(normalization, mean)} for the mean and {Words(normalization, variance)} for the variance, and {modelName} was compiled " +
                $"for {compiled.Mean} and {compiled.Variance}. Recompile with the selection that was written with these weights, or load the weights that belong to the compiled one.");
        }
    }

    private static string Words(Normalization normalization, double[] ratios) =>
        Array.IndexOf(ratios, 1.0) is >= 0 and var index ? normalization.Normalizers[index].ToString() : "a mixture";

    /// <summary>What a layer computes with.</summary>
    private IEnumerable<NetworkTensor> Used(Layer layer)
    {
        var tensors = NetworkTensors.Of(layer).Where(tensor => !tensor.IsOptional || Has(tensor)).ToList();
        if (layer.Normalization is not { } normalization)
        {
            return tensors;
        }

        var choice = tensors.FindAll(static tensor => tensor.IsOptional || tensor.Role is TensorRole.MeanControl or TensorRole.VarianceControl);
        if (normalization.Selection is not null)
        {
            tensors = [.. tensors.Except(choice)];
        }
        else if (choice.TrueForAll(Has))
        {
            // The ratios, which say whether running moments are needed, are computed from these.
            choice.ForEach(Check);
        }
        else
        {
            return tensors;
        }

        var (mean, variance) = LayerRatios.Of(layer, normalization).Evaluate(weights);
        var batch = normalization.Normalizers.IndexOf(Normalizer.Batch);
        return tensors.Where(tensor => tensor.Role switch
        {
            TensorRole.RunningMean => mean[batch] != 0,
            TensorRole.RunningVariance => variance[batch] != 0,
            _ => true,
        });
    }

    private bool Has(NetworkTensor tensor) => options.Selects(tensor.Name) && weights.Contains(tensor.Name);

    private List<string> Unused(IEnumerable<NetworkTensor> tensors)
    {
        var known = tensors.Select(static tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return [.. weights.Names.Where(name => options.Selects(name) && !known.Contains(name) && !FrameworkTensors.Contains(name))];
    }

    private LoadReport Report(IEnumerable<NetworkTensor> used, List<NetworkTensor> missing, List<string> unused)
    {
        var loaded = used.ToList();
        loaded.ForEach(Check);
        return new LoadReport([.. loaded.Select(static tensor => tensor.Name)], [.. missing.Select(static tensor => tensor.Name)], unused);
    }

    private void Check(NetworkTensor tensor)
    {
        switch (tensor.Role)
        {
            case TensorRole.MeanFixed or TensorRole.VarianceFixed:
                weights.IsFixed(tensor.Name);
                break;
            case TensorRole.Radius:
                weights.RadiusOf(tensor.Layer.Path + NetworkTensors.Norm);
                break;
            case TensorRole.MeanControl or TensorRole.VarianceControl:
                CheckChoices(tensor);
                weights.Control(tensor.Name, tensor.Shape[0]);
                break;
            case TensorRole.Weight or TensorRole.Bias or TensorRole.Slope or TensorRole.Gamma or TensorRole.Beta or TensorRole.RunningMean or TensorRole.RunningVariance:
                CheckValues(tensor);
                break;
            default:
                throw new InvalidOperationException($"Nothing checks a {tensor.Role}.");
        }
    }

    private void CheckValues(NetworkTensor tensor)
    {
        var values = weights.Values(tensor.Name, tensor.Shape.AsSpan());
        if (FiniteValues.Problem(values, tensor.Layer.Path) is { } problem)
        {
            throw new WeightsException(weights.Name, tensor.Name, problem + ": the training diverged, or the file is damaged. Load an earlier checkpoint.");
        }

        if (tensor.Role == TensorRole.RunningVariance && values.IndexOfAnyInRange(float.MinValue, -float.Epsilon) is >= 0 and var index)
        {
            throw new WeightsException(
                weights.Name,
                tensor.Name,
                string.Create(CultureInfo.InvariantCulture, $"value {index} of {values.Length} is {values[index]} (layer {tensor.Layer.Path}), and a variance is never negative: the file is damaged. Load another one."));
        }
    }

    // Instance normalizes a single value to nothing, and is no default where slabs are single values; earlier files still weigh it.
    private void CheckChoices(NetworkTensor tensor)
    {
        var normalization = tensor.Layer.Normalization!;
        if (tensor.Layer.Output.SlabSize == 1 && !normalization.Normalizers.Contains(Normalizer.Instance) && weights.LengthOf(tensor.Name) == tensor.Shape[0] + 1)
        {
            throw new WeightsException(
                weights.Name,
                tensor.Name,
                $"it weighs {tensor.Shape[0] + 1} normalizers, and layer {tensor.Layer.Path} has {tensor.Shape[0]} ({string.Join(", ", normalization.Normalizers)}): instance is no longer among the " +
                "default normalizers of layers with one value per channel (a vector, a 1x1 picture). Name the normalizers in [Ssn(...)] as they were, or train again.");
        }
    }

    private WeightsException Unfit(List<NetworkTensor> missing, List<string> unused, string remedy)
    {
        var parts = new List<string>();
        if (missing.Count > 0)
        {
            parts.Add($"missing: {missing.Count} that the network needs ({List(missing.ConvertAll(static tensor => tensor.ToString()))})");
        }

        if (unused.Count > 0)
        {
            parts.Add($"unused: {unused.Count} that the network does not have ({List(unused.ConvertAll(weights.Describe))})");
        }

        return new WeightsException(weights.Name, null, string.Join("; ", parts) + ". " + remedy);
    }

    private static string List(List<string> names)
    {
        const int Longest = 34;
        return string.Join(", ", names.Take(Named).Select(static name => WeightsException.Shortened(name, Longest))) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
    }
}

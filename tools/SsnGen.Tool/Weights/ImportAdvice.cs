namespace SsnGen.Tool.Weights;

/// <summary>What a network does otherwise than the one that the weights were trained in, as far as files and classes tell.</summary>
internal static class ImportAdvice
{
    private const float PublishedEpsilon = 1e-5f;

    /// <summary>Hints, a sentence each.</summary>
    public static IEnumerable<string> Of(ImportPlan plan, SourceState source, TargetNetwork target)
    {
        if (target.Model is not { } model || source.IsOwn)
        {
            return [];
        }

        var layers = model.Graph.Layers.Where(static layer => layer.Normalization is not null).ToList();
        return Epsilons(layers).Concat(plan.HasChoices ? Published(plan, layers) : []).Concat(plan.Map.IsResNet || plan.HasChoices ? StemPool(plan, model.Graph.Layers) : []);
    }

    private static IEnumerable<string> Epsilons(List<Layer> layers)
    {
        if (layers.Where(static layer => layer.Normalization!.Epsilon != PublishedEpsilon).ToList() is { Count: > 0 } others)
        {
            yield return $"{Count(others)} another epsilon than 1e-5, that of the published layers and of PyTorch: leave Epsilon out, or set it to what the weights were trained with.";
        }
    }

    private static IEnumerable<string> Published(ImportPlan plan, List<Layer> layers)
    {
        var choosing = layers.FindAll(static layer => layer.Normalization!.Normalizers.Length > 1);
        // A variance that is that of batch for good has none of slabs in it.
        var ofBatch = plan.Norms.Where(static norm => norm.Selection?.Variance == Normalizer.Batch).Select(static norm => norm.Norm.Layer).ToHashSet(StringComparer.Ordinal);
        if (choosing.FindAll(layer => !layer.Normalization!.Bessel && layer.Output.SlabSize > 1 && !ofBatch.Contains(layer.Path)) is { Count: > 0 } biased)
        {
            yield return $"{Count(biased)} Bessel = false, and the published layer divides the variance of a slab by S - 1: declare [Ssn(Bessel = true)] to compute the same.";
        }

        // The published gate takes the radius of the first step from the middle of the support, where the paper takes it from the middle of the simplex.
        if (plan.HasFlags && plan.Norms.FindAll(static norm => IsFace(norm, norm.Mean) || IsFace(norm, norm.Variance)) is { Count: > 0 } faces)
        {
            yield return $"{faces.Count} layers ({faces[0].Norm.Layer} is the first) are mixtures of some of their normalizers, for which the published code departs from its paper: "
                + "it computes other ratios there until they are fixed.";
        }

        var gate = plan.HasFlags ? Gate.SparsestMax : Gate.Softmax;
        if (choosing.FindAll(layer => layer.Normalization!.Gate != gate) is { Count: > 0 } others)
        {
            yield return plan.HasFlags
                ? $"{Count(others)} another gate than SparsestMax, which the weights were trained with: leave Gate out."
                : $"{Count(others)} another gate than Softmax, and the file has neither flags nor a radius, as Switchable-Normalization with its softmax: "
                    + "declare [Ssn(Gate = Gate.Softmax)] to compute the same.";
        }
    }

    private static bool IsFace(NormImport norm, float[] control) =>
        control.Length > 2 && !norm.IsWarmStart && norm.Radius > 0 && NormImport.Ratios(Gate.Sparsemax, control, 0) is var p && p.Contains(0) && p.Max() < 1;

    private static IEnumerable<string> StemPool(ImportPlan plan, IReadOnlyList<Layer> layers)
    {
        if (layers.FirstOrDefault(static layer => layer.Producer is Producer.MaxPool) is not { Producer: Producer.MaxPool { Window: var window } } pool)
        {
            yield break;
        }

        var hasCeiling = plan.HasFlags;
        var (padding, words) = hasCeiling ? (0, "[MaxPool(3, Stride = 2, CeilMode = true)] without padding") : (1, "[MaxPool(3, Stride = 2, Padding = 1)]");
        if (window.Ceiling != hasCeiling || window.Rows.Before != padding || window.Rows.Kernel != 3 || window.Rows.Stride != 2)
        {
            yield return $"{pool.Path} pools otherwise than the published network, which has {words}: its values are shifted.";
        }
    }

    private static string Count(List<Layer> layers) => layers.Count == 1 ? $"{layers[0].Path} has" : $"{layers.Count} layers ({layers[0].Path} is the first) have";
}

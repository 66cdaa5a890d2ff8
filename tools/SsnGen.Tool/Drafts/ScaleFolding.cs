namespace SsnGen.Tool.Drafts;

/// <summary>Makes a scale and a shift of each channel part of what stands before them.</summary>
internal static class ScaleFolding
{
    /// <summary>Whether the layer's own weights or normalization can take up its scale.</summary>
    public static bool CanFold(DraftLayer layer) => layer.Normalization is not null || layer.Producer.IsWeightedSum;

    /// <summary>Two of them, one behind the other, as one.</summary>
    public static DraftScale Behind(DraftScale first, DraftScale second) => new(
        [.. first.Scale.Zip(second.Scale, static (a, b) => a * b)],
        [.. first.Shift.Zip(second.Scale, static (a, b) => a * b).Zip(second.Shift, static (a, b) => a + b)]);

    /// <summary>Folds the scale of a layer into its normalization or weights; where it has neither, it becomes batch normalization of running moments 0 and 1.</summary>
    public static void FoldOrNormalize(DraftLayer layer)
    {
        if (layer.Scale is not { } scale)
        {
            return;
        }

        layer.Scale = null;
        if (layer.Normalization is { } normalization)
        {
            layer.Normalization = normalization with
            {
                Gamma = [.. normalization.Gamma.Select((g, c) => (float)(g * scale.Scale[c]))],
                Beta = [.. normalization.Beta.Select((b, c) => (float)((b * scale.Scale[c]) + scale.Shift[c]))],
            };
        }
        else if (layer.Producer.IsWeightedSum)
        {
            FoldIntoWeights(layer, scale);
        }
        else
        {
            var channels = layer.Output.Channels;

            // With ε it is 1.
            var variance = new float[channels];
            Array.Fill(variance, (float)(1 - (double)SsnAttribute.DefaultEpsilon));
            layer.Normalization = new DraftNormalization(
                new Normalization { Normalizers = [Normalizer.Batch], IsRunningVarianceUnbiased = true },
                Array.ConvertAll(scale.Scale, static s => (float)s),
                Array.ConvertAll(scale.Shift, static s => (float)s),
                new float[channels],
                variance);
        }
    }

    // W ← aW, b ← ab + shift.
    private static void FoldIntoWeights(DraftLayer layer, DraftScale scale)
    {
        var tensors = layer.Producer.Weights(layer.Input)!;
        // Several layers may have the same weights.
        float[] weight = [.. layer.Weight!];
        layer.Weight = weight;
        for (var i = 0; i < weight.Length; i++)
        {
            weight[i] = (float)(scale.Scale[tensors.OutputOf(i)] * weight[i]);
        }

        if (layer.Bias is null && scale.Shift.All(static s => s == 0))
        {
            return;
        }

        layer.Bias = [.. Enumerable.Range(0, tensors.Outputs).Select(c => (float)((scale.Scale[c] * (layer.Bias?[c] ?? 0)) + scale.Shift[c]))];
        layer.Producer = layer.Producer switch
        {
            Producer.Conv conv => conv with { Bias = true },
            Producer.ConvTranspose conv => conv with { Bias = true },
            Producer.Linear linear => linear with { Bias = true },
            var other => throw new InvalidOperationException($"{other} has weights, and takes no bias."),
        };
    }
}

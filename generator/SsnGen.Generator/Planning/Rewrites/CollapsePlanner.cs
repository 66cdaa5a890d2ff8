using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>Decides what is left of a layer's normalization once training is over.</summary>
internal static class CollapsePlanner
{
    /// <summary>Plans the normalization of one layer; offsets are set later.</summary>
    public static CollapsePlan Plan(LayerPlan layer)
    {
        if (layer.Normalization is not { } normalization)
        {
            return CollapsePlan.Nothing;
        }

        var omega = normalization.Omega;
        var selected = normalization.Selection is { } s ? (s.Mean, s.Variance) : (omega[0], omega[0]);
        var isMixture = normalization.Selection is null && omega.Length > 1;
        var mean = isMixture ? omega : new EquatableArray<Normalizer>([selected.Item1]);
        var variance = isMixture ? omega : new EquatableArray<Normalizer>([selected.Item2]);
        var scope = Scope(layer.Producer.IsWeightedSum, mean.Concat(variance));
        return new CollapsePlan(
            scope,
            mean,
            variance,
            omega,
            isMixture,
            normalization.SharedRatios,
            normalization.Gate,
            normalization.Groups,
            normalization.Epsilon,
            normalization.Bessel,
            normalization.Selection?.Attribute,
            ParametersOffset: 0,
            ParametersLength(scope, layer.Output.Channels, isMixture ? omega.Length : 0),
            MomentsOffset: 0);
    }

    private static CollapseScope Scope(bool folds, IEnumerable<Normalizer> live)
    {
        var scope = folds ? CollapseScope.Folded : CollapseScope.Affine;
        foreach (var normalizer in live)
        {
            var needed = normalizer switch
            {
                Normalizer.Batch => scope,
                Normalizer.Instance => CollapseScope.Channel,
                Normalizer.Layer or Normalizer.Group => CollapseScope.Sample,
                _ => throw new InvalidOperationException($"No scope of {normalizer}."),
            };
            scope = needed > scope ? needed : scope;
        }

        return scope;
    }

    private static long ParametersLength(CollapseScope scope, int channels, int mixed)
    {
        var padded = Ceiling.Multiple((long)channels, InferencePlan.Block);
        return scope switch
        {
            CollapseScope.None or CollapseScope.Folded => 0,
            CollapseScope.Affine => 3 * padded,
            CollapseScope.Channel or CollapseScope.Sample => 2 * ((4 * padded) + (2 * mixed)),
            _ => throw new InvalidOperationException($"No parameters of {scope}."),
        };
    }
}

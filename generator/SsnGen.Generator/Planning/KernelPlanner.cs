namespace SsnGen.Generator.Planning;

/// <summary>Finds the distinct specializations of the training kernels, and tells each layer which is its own.</summary>
internal static class KernelPlanner
{
    /// <summary>Fills in <see cref="NormalizationPlan.Kernel"/> of each layer.</summary>
    /// <returns>The distinct specializations, in the order of their first use.</returns>
    public static EquatableArray<KernelPlan> Assign(LayerPlan[] layers)
    {
        var kernels = new List<KernelPlan>();
        for (var i = 0; i < layers.Length; i++)
        {
            if (layers[i].Normalization is not { } normalization)
            {
                continue;
            }

            var kernel = KernelOf(layers[i], normalization);
            var index = kernels.IndexOf(kernel);
            if (index < 0)
            {
                index = kernels.Count;
                kernels.Add(kernel);
            }

            layers[i] = layers[i] with { Normalization = normalization with { Kernel = index } };
        }

        return EquatableArray.From(kernels);
    }

    private static KernelPlan KernelOf(LayerPlan layer, NormalizationPlan normalization)
    {
        var (channels, slabSize) = (layer.Output.Channels, layer.Output.SlabSize);
        var (residual, activation) = (layer.Fused.Residual is not null, layer.Fused.Activation);
        var (omega, groups, epsilon, bessel) = (normalization.Omega, normalization.Groups, normalization.Epsilon, normalization.Bessel);
        var name = KernelNames.ClassName(channels, slabSize, omega, groups, epsilon, bessel, activation, residual);
        return new KernelPlan(name, channels, slabSize, omega, groups, epsilon, bessel, activation, residual);
    }
}

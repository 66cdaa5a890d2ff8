namespace SsnGen.Networks;

/// <summary>The normalization of <see cref="ReferenceEvaluation"/>.</summary>
internal static class ReferenceNormalizer
{
    /// <summary>
    /// Replaces x, [N, C, S], by γ_c (x − μ) / √(σ² + ε) + β_c, where μ = Σ_k p_k μ_k and σ² = Σ_k q_k v_k over the
    /// normalizers k of the layer.
    /// </summary>
    public static void Run(Layer layer, Normalization normalization, NetworkWeights weights, double[] x, int batch)
    {
        var (channels, size) = (layer.Output.Channels, layer.Output.SlabSize);
        if (normalization.Bessel && size < 2)
        {
            throw new ArgumentException($"Layer {layer.Path} divides variances by S − 1, which needs more than one pixel.", nameof(layer));
        }

        var (p, q) = LayerRatios.Of(layer, normalization).Evaluate(weights);
        var slabs = Instance(x, batch * channels, size, normalization.Bessel);
        var mean = new double[checked(batch * channels)];
        var variance = new double[checked(batch * channels)];
        for (var k = 0; k < p.Length; k++)
        {
            // A normalizer that is off is not evaluated: its weights may be missing, and 0 · NaN is NaN.
            if (p[k] == 0 && q[k] == 0)
            {
                continue;
            }

            var moments = normalization.Normalizers[k] switch
            {
                Normalizer.Instance => slabs,
                Normalizer.Layer => Grouped(slabs, batch, channels, groups: 1),
                Normalizer.Batch => Running(layer, weights, batch),
                Normalizer.Group => Grouped(slabs, batch, channels, CheckedGroups(layer, normalization)),
                var other => throw new ArgumentException($"Layer {layer.Path} has the unknown normalizer {other}.", nameof(layer)),
            };
            AddScaled(mean, p[k], moments.Mean);
            AddScaled(variance, q[k], moments.Variance);
        }

        var gamma = weights.Values($"{layer.Path}.norm.weight", channels);
        var beta = weights.Values($"{layer.Path}.norm.bias", channels);
        for (var slab = 0; slab < mean.Length; slab++)
        {
            var c = slab % channels;
            var r = 1 / Math.Sqrt(variance[slab] + normalization.Epsilon);
            foreach (ref var value in x.AsSpan(slab * size, size))
            {
                value = (gamma[c] * r * (value - mean[slab])) + beta[c];
            }
        }
    }

    /// <summary>μ_in[n, c] = mean_s x, v_in[n, c] = mean_s (x − μ_in)².</summary>
    private static Moments Instance(double[] x, int slabs, int size, bool bessel)
    {
        var moments = new Moments(slabs);
        for (var slab = 0; slab < slabs; slab++)
        {
            var values = x.AsSpan(slab * size, size);
            double sum = 0;
            foreach (var value in values)
            {
                sum += value;
            }

            var mean = sum / size;
            double squares = 0;
            foreach (var value in values)
            {
                squares += (value - mean) * (value - mean);
            }

            moments.Mean[slab] = mean;
            moments.Variance[slab] = squares / (bessel ? size - 1 : size);
        }

        return moments;
    }

    /// <summary>
    /// Moments over the C / G channels of each group, by the law of total variance:
    /// μ = mean_c μ_in, v = mean_c v_in + mean_c (μ_in − μ)². One group is layer normalization.
    /// </summary>
    private static Moments Grouped(Moments slabs, int batch, int channels, int groups)
    {
        var size = channels / groups;
        var moments = new Moments(batch * channels);
        for (var start = 0; start < batch * channels; start += size)
        {
            double mean = 0;
            double variance = 0;
            for (var slab = start; slab < start + size; slab++)
            {
                mean += slabs.Mean[slab] / size;
            }

            for (var slab = start; slab < start + size; slab++)
            {
                var distance = slabs.Mean[slab] - mean;
                variance += (slabs.Variance[slab] + (distance * distance)) / size;
            }

            moments.Mean.AsSpan(start, size).Fill(mean);
            moments.Variance.AsSpan(start, size).Fill(variance);
        }

        return moments;
    }

    /// <summary>The running moments, the same for each sample.</summary>
    private static Moments Running(Layer layer, NetworkWeights weights, int batch)
    {
        var channels = layer.Output.Channels;
        var mean = weights.Values($"{layer.Path}.norm.running_mean", channels);
        var variance = weights.Values($"{layer.Path}.norm.running_var", channels);
        var moments = new Moments(batch * channels);
        for (var slab = 0; slab < batch * channels; slab++)
        {
            moments.Mean[slab] = mean[slab % channels];
            moments.Variance[slab] = variance[slab % channels];
        }

        return moments;
    }

    private static int CheckedGroups(Layer layer, Normalization normalization) =>
        normalization.Groups >= 1 && layer.Output.Channels % normalization.Groups == 0
            ? normalization.Groups
            : throw new ArgumentException($"Layer {layer.Path} normalizes {normalization.Groups} groups, which do not divide its {layer.Output.Channels} channels.", nameof(layer));

    private static void AddScaled(double[] sum, double ratio, double[] values)
    {
        if (ratio == 0)
        {
            return;
        }

        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += ratio * values[i];
        }
    }

    /// <summary>A mean and a variance for each sample and channel, [N, C].</summary>
    private sealed class Moments(int count)
    {
        public double[] Mean { get; } = new double[count];

        public double[] Variance { get; } = new double[count];
    }
}

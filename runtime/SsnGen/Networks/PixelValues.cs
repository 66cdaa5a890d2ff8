using System.Globalization;

namespace SsnGen;

/// <summary>
/// How 8-bit pixels become the values that a network reads: (pixel − mean) · scale of their channel, in float32. What lies around a
/// picture for a window is 0 after that.
/// </summary>
public sealed class PixelValues : IEquatable<PixelValues>
{
    /// <summary>Says how.</summary>
    /// <param name="mean">For each channel, what is subtracted from a pixel of 0 to 255.</param>
    /// <param name="scale">For each channel, what the difference is multiplied by.</param>
    /// <exception cref="ArgumentException">There is no channel, the lists have different lengths, a value is not finite, or a scale is 0.</exception>
    public PixelValues(IReadOnlyList<float> mean, IReadOnlyList<float> scale)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(scale);
        if (mean.Count == 0 || mean.Count != scale.Count)
        {
            throw new ArgumentException($"There are {mean.Count} means and {scale.Count} scales: one of each is needed for each channel.", nameof(scale));
        }

        if (!mean.Concat(scale).All(float.IsFinite) || scale.Contains(0))
        {
            throw new ArgumentException($"Means and scales have to be finite, and no scale 0, which would make one value of all pixels: {Text(mean, scale)}.", nameof(scale));
        }

        Mean = Array.AsReadOnly(mean.ToArray());
        Scale = Array.AsReadOnly(scale.ToArray());
    }

    /// <summary>For each channel, what is subtracted from a pixel of 0 to 255.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>For each channel, what the difference is multiplied by.</summary>
    public IReadOnlyList<float> Scale { get; }

    /// <summary>Converts pictures as they come to what a network reads.</summary>
    /// <param name="pixels">The pictures, [N, H, W, C]; clips, [N, D, H, W, C].</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="values">Receives the values, [N, C, H, W]; of clips, [N, C, D, H, W].</param>
    /// <exception cref="ArgumentException">The shape has other channels, the pixels are not a whole number of samples, or there is not room for exactly as many values.</exception>
    public void Convert(ReadOnlySpan<byte> pixels, Shape shape, Span<float> values)
    {
        if (shape.Channels != Mean.Count)
        {
            throw new ArgumentException($"The samples have {shape.Channels} channels, and there is a mean and a scale for {Mean.Count}.", nameof(shape));
        }

        if (pixels.Length % shape.Length != 0)
        {
            throw new ArgumentException($"There are {pixels.Length} pixels; expected a multiple of {shape.Length} ({shape}).", nameof(pixels));
        }

        if (values.Length != pixels.Length)
        {
            throw new ArgumentException($"There is room for {values.Length} values; expected {pixels.Length}.", nameof(values));
        }

        var (channels, slab) = (shape.Channels, shape.SlabSize);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (pixel, channel) = Math.DivRem(i, channels);
            values[(((pixel / slab * channels) + channel) * slab) + (pixel % slab)] = (pixels[i] - Mean[channel]) * Scale[channel];
        }
    }

    /// <inheritdoc/>
    public bool Equals(PixelValues? other) => other is not null && Mean.SequenceEqual(other.Mean) && Scale.SequenceEqual(other.Scale);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PixelValues);

    /// <inheritdoc/>
    public override int GetHashCode() => Mean.Concat(Scale).Aggregate(0, HashCode.Combine);

    /// <summary>It in words, such as <c>mean 127.5 127.5 127.5, scale 0.01 0.01 0.01</c>, from which no digit is missing.</summary>
    public override string ToString() => Text(Mean, Scale);

    private static string Text(IReadOnlyList<float> mean, IReadOnlyList<float> scale) => $"mean {Words(mean)}, scale {Words(scale)}";

    private static string Words(IReadOnlyList<float> values) => string.Join(' ', values.Select(static v => v.ToString("R", CultureInfo.InvariantCulture)));
}

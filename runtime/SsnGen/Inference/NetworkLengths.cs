namespace SsnGen.Inference;

/// <summary>The checks of what a network is run with.</summary>
internal static class NetworkLengths
{
    /// <summary>How many samples there are.</summary>
    /// <exception cref="ArgumentException">The input is not a whole number of samples, the output has not room for exactly as many, or they overlap.</exception>
    public static int CountSamples(ReadOnlySpan<float> input, Span<float> output, Shape inputShape, Shape outputShape)
    {
        var (samples, rest) = Math.DivRem(input.Length, inputShape.Length);
        if (rest != 0)
        {
            throw new ArgumentException($"The input has {input.Length} values; expected a multiple of {inputShape.Length} ({inputShape}).", nameof(input));
        }

        var needed = (long)samples * outputShape.Length;
        if (output.Length != needed)
        {
            throw new ArgumentException($"The output has room for {output.Length} values; expected {needed}, {outputShape.Length} ({outputShape}) for each of {samples} samples.", nameof(output));
        }

        if (output.Overlaps(input))
        {
            throw new ArgumentException("The output overlaps the input, which is still read when the first outputs are written.", nameof(output));
        }

        return samples;
    }
}

namespace SsnGen.Training;

public abstract unsafe partial class SsnKernel
{
    private int CountSamples(ReadOnlySpan<float> x)
    {
        var length = (long)Channels * SlabSize;
        var (samples, rest) = Math.DivRem(x.Length, length);
        return rest == 0
            ? (int)samples
            : throw new ArgumentException(
                $"x has {x.Length} values, which is no whole number of samples of {length} ({Channels} channels of {SlabSize}).", nameof(x));
    }

    private void CheckTensor(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException(
                expected == 0
                    ? $"{name} has {length} values; it must be empty ({Describe()})."
                    : $"{name} has {length} values; x has {expected}, and both must have the same ({Describe()}).",
                name);
        }
    }

    private string Describe() =>
        $"activation {Activation?.ToString() ?? "none"}, {(HasResidual ? "with" : "without")} residual; the backward pass needs {BackwardInput}";

    private static void CheckOverlap(ReadOnlySpan<float> output, ReadOnlySpan<float> input, string outputName, string inputName)
    {
        if (output.Overlaps(input, out var offset) && offset != 0)
        {
            throw new ArgumentException(
                $"{outputName} starts {-offset} values into the memory of {inputName}: it must be the same memory or apart from it.",
                outputName);
        }
    }

    private void CheckParameters(in SsnParameters parameters)
    {
        CheckVector(parameters.Gamma.Length, Channels, "parameters.Gamma", "channel");
        CheckVector(parameters.Beta.Length, Channels, "parameters.Beta", "channel");
        CheckVector(parameters.MeanRatios.Length, Normalizers.Length, "parameters.MeanRatios", "normalizer");
        CheckVector(parameters.VarianceRatios.Length, Normalizers.Length, "parameters.VarianceRatios", "normalizer");
    }

    private void CheckRunningMoments(in SsnParameters parameters)
    {
        var expected = _batch < 0 ? 0 : Channels;
        CheckVector(parameters.RunningMean.Length, expected, "parameters.RunningMean", "channel");
        CheckVector(parameters.RunningVariance.Length, expected, "parameters.RunningVariance", "channel");
        if (parameters.Momentum is not (>= 0 and <= 1))
        {
            throw new ArgumentException(
                $"parameters.Momentum is {parameters.Momentum}; the weight of the new value is from 0 to 1.", nameof(parameters));
        }
    }

    private void CheckGradients(in SsnGradients gradients)
    {
        CheckVector(gradients.Gamma.Length, Channels, "gradients.Gamma", "channel");
        CheckVector(gradients.Beta.Length, Channels, "gradients.Beta", "channel");
        if (gradients.MeanRatios.Length > 0)
        {
            CheckVector(gradients.MeanRatios.Length, Normalizers.Length, "gradients.MeanRatios", "normalizer");
        }

        if (gradients.VarianceRatios.Length > 0)
        {
            CheckVector(gradients.VarianceRatios.Length, Normalizers.Length, "gradients.VarianceRatios", "normalizer");
        }
    }

    private void CheckVector(int length, int expected, string name, string of)
    {
        if (length != expected)
        {
            throw new ArgumentException(
                expected == 0
                    ? $"{name} has {length} values; it must be empty, as this kernel has no batch normalizer."
                    : $"{name} has {length} values; it needs {expected}, one per {of} ({string.Join(", ", Normalizers)} over {Channels} channels).",
                name.StartsWith('p') ? "parameters" : "gradients");
        }
    }
}

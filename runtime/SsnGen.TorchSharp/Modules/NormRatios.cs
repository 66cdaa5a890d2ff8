using SsnGen.Training;
using TorchSharp.Modules;

namespace SsnGen.TorchSharp;

/// <summary>
/// The importance ratios of one <see cref="SsnNorm"/> with the control parameters that they come from. Where mean and
/// variance share their ratios, both are the same object.
/// </summary>
internal sealed class NormRatios
{
    private readonly Source[] _sources;

    /// <param name="mean">The ratios of the means.</param>
    /// <param name="variance">Those of the variances; the same object where they are shared.</param>
    /// <param name="meanControl">The control parameters, [K]; null for one normalizer.</param>
    /// <param name="varianceControl">Those of the variances; null where they are shared.</param>
    public NormRatios(ImportanceRatios mean, ImportanceRatios variance, Parameter? meanControl, Parameter? varianceControl)
    {
        Mean = mean;
        Variance = variance;
        _sources = [.. Sources(mean, meanControl), .. Sources(variance, varianceControl)];
    }

    /// <summary>The ratios p of the means.</summary>
    public ImportanceRatios Mean { get; }

    /// <summary>The ratios q of the variances.</summary>
    public ImportanceRatios Variance { get; }

    public bool AreShared => ReferenceEquals(Mean, Variance);

    /// <summary>Grows by one whenever a gate is evaluated anew, so that a backward pass knows whether the gate is still as its forward pass left it.</summary>
    public long Generation { get; private set; }

    /// <summary>Evaluates the gates where control parameters or radius have changed and, in training, freezes what has become one-hot.</summary>
    public void Update(double radius, bool training)
    {
        foreach (var source in _sources)
        {
            if (source.Update(radius))
            {
                Generation++;
            }

            if (training && source.Ratios.Freeze())
            {
                source.StopLearning();
            }
        }
    }

    /// <summary>Fixes both ratios, as a selection or a checkpoint says; −1 leaves one as it is.</summary>
    public void Fix(int mean, int variance)
    {
        if (mean >= 0)
        {
            Mean.Fix(mean);
        }

        if (variance >= 0)
        {
            Variance.Fix(variance);
        }

        foreach (var source in _sources)
        {
            if (source.Ratios.IsFixed)
            {
                source.StopLearning();
            }
        }
    }

    private static IEnumerable<Source> Sources(ImportanceRatios ratios, Parameter? control) =>
        control is null ? [] : [new Source(ratios, control)];

    /// <summary>One gate and its control parameters.</summary>
    private sealed class Source(ImportanceRatios ratios, Parameter control)
    {
        private readonly float[] _last = new float[ratios.Count];
        private double _lastRadius = double.NaN;

        public ImportanceRatios Ratios => ratios;

        public bool Update(double radius)
        {
            if (ratios.IsFixed)
            {
                return false;
            }

            var values = TensorMemory.Floats(control, nameof(control));
            if (radius == _lastRadius && values.SequenceEqual(_last))
            {
                return false;
            }

            ratios.Update(values, radius);
            values.CopyTo(_last);
            _lastRadius = radius;
            return true;
        }

        /// <summary>Optimizers pass over a parameter without a gradient, weight decay and momentum included.</summary>
        public void StopLearning()
        {
            control.requires_grad = false;
            control.grad = null;
        }
    }
}

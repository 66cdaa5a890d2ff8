using System.Collections.Immutable;
using SsnGen.Training;
using TorchSharp.Modules;

namespace SsnGen.TorchSharp;

/// <summary>
/// The importance ratios of one <see cref="SsnNorm"/> with the control parameters that they come from. Where mean and
/// variance share their ratios, both are the same object.
/// </summary>
internal sealed class NormRatios
{
    private readonly Source _mean;
    private readonly Source _variance;

    /// <param name="layer">The path of the layer, for messages.</param>
    /// <param name="normalizers">The normalizers.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="mean">The control parameters of the means, [K]; null for one normalizer.</param>
    /// <param name="variance">Those of the variances.</param>
    /// <param name="shared">Whether the ratios of the means serve for the variances too.</param>
    public NormRatios(string layer, ImmutableArray<Normalizer> normalizers, Gate gate, Parameter? mean, Parameter? variance, bool shared)
    {
        _mean = new Source(() => new ImportanceRatios(layer, normalizers, gate), mean);
        _variance = shared ? _mean : new Source(() => new ImportanceRatios(layer, normalizers, gate), variance);
    }

    /// <summary>The ratios p of the means.</summary>
    public ImportanceRatios Mean => _mean.Ratios;

    /// <summary>The ratios q of the variances.</summary>
    public ImportanceRatios Variance => _variance.Ratios;

    /// <summary>Whether mean and variance have one vector of ratios.</summary>
    public bool AreShared => ReferenceEquals(_mean, _variance);

    /// <summary>Grows whenever a gate is evaluated anew, so that a backward pass knows whether the gate is still as its forward pass left it.</summary>
    public long Generation { get; private set; }

    /// <summary>Evaluates the gates where control parameters or radius have changed and, in training, freezes what has become one-hot.</summary>
    public void Update(double radius, bool training)
    {
        Update(_mean, radius, training);
        if (!AreShared)
        {
            Update(_variance, radius, training);
        }
    }

    /// <summary>Fixes both ratios for good.</summary>
    public void Fix(int mean, int variance)
    {
        _mean.Fix(mean);
        _variance.Fix(variance);
    }

    /// <summary>Puts both ratios into the state of a checkpoint; −1 stands for a mixture.</summary>
    public void Reset(int mean, int variance)
    {
        _mean.Reset(mean);
        if (!AreShared)
        {
            _variance.Reset(variance);
        }

        Generation++;
    }

    private void Update(Source source, double radius, bool training)
    {
        if (source.Update(radius))
        {
            Generation++;
        }

        if (training)
        {
            source.Freeze();
        }
    }

    /// <summary>One gate and its control parameters.</summary>
    private sealed class Source(Func<ImportanceRatios> create, Parameter? control)
    {
        private readonly float[] _last = new float[control is null ? 0 : control.numel()];
        private double _lastRadius = double.NaN;

        public ImportanceRatios Ratios { get; private set; } = create();

        /// <summary>Evaluates the gate, unless it would see what it saw the last time.</summary>
        public bool Update(double radius)
        {
            if (Ratios.IsFixed || control is null)
            {
                return false;
            }

            var values = TensorMemory.Floats(control, nameof(control));
            if (radius == _lastRadius && values.SequenceEqual(_last))
            {
                return false;
            }

            Ratios.Update(values, radius);
            values.CopyTo(_last);
            _lastRadius = radius;
            return true;
        }

        public void Freeze()
        {
            if (Ratios.Freeze())
            {
                SetLearning(false);
            }
        }

        public void Fix(int index)
        {
            Ratios.Fix(index);
            SetLearning(false);
        }

        public void Reset(int index)
        {
            Ratios = create();
            _lastRadius = double.NaN;
            if (index >= 0)
            {
                Fix(index);
            }
            else
            {
                SetLearning(true);
            }
        }

        /// <summary>Optimizers pass over a parameter without a gradient, weight decay and momentum included.</summary>
        private void SetLearning(bool value)
        {
            if (control is not null)
            {
                control.requires_grad = value;
                control.grad = null;
            }
        }
    }
}

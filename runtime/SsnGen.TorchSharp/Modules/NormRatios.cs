using System.Collections.Immutable;
using SsnGen.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// The importance ratios of one <see cref="SsnNorm"/> with the control parameters that they come from. Where mean and
/// variance share their ratios, both are the same object.
/// </summary>
/// <remarks>
/// What is fixed stands in the module's tensors, and nowhere else for longer than a pass: a flag is 1, and its control
/// parameters are the one-hot vector. Whoever copies the tensors, such as a state_dict, copies the selection with them.
/// </remarks>
internal sealed class NormRatios
{
    private readonly Source _mean;
    private readonly Source _variance;
    private readonly Tensor? _radius;

    /// <param name="layer">The path of the layer, for messages.</param>
    /// <param name="normalizers">The normalizers.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="mean">The control parameters of the means, [K], with their flag; empty for one normalizer.</param>
    /// <param name="variance">Those of the variances; empty for one normalizer and where mean and variance share their ratios.</param>
    /// <param name="radius">The radius, [1]; null for one normalizer.</param>
    public NormRatios(string layer, ImmutableArray<Normalizer> normalizers, Gate gate, ControlState mean, ControlState variance, Tensor? radius)
    {
        _mean = new Source(() => new ImportanceRatios(layer, normalizers, gate), mean);
        _variance = mean.Control is not null && variance.Control is null ? _mean : new Source(() => new ImportanceRatios(layer, normalizers, gate), variance);
        _radius = radius;
    }

    /// <summary>The ratios p of the means.</summary>
    public ImportanceRatios Mean => Current(_mean);

    /// <summary>The ratios q of the variances.</summary>
    public ImportanceRatios Variance => Current(_variance);

    /// <summary>Whether mean and variance have one vector of ratios.</summary>
    public bool AreShared => ReferenceEquals(_mean, _variance);

    /// <summary>Whether both were fixed when they were last looked at.</summary>
    public bool WereFixed => _mean.Ratios.IsFixed && _variance.Ratios.IsFixed;

    /// <summary>Grows whenever a gate is evaluated anew, so that a backward pass knows whether the gate is still as its forward pass left it.</summary>
    public long Generation { get; private set; }

    /// <summary>Evaluates the gates where control parameters or radius have changed and, in training, freezes what has become one-hot.</summary>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">A flag or the radius holds what it cannot.</exception>
    public void Update(bool training)
    {
        Update(_mean, training);
        if (!AreShared)
        {
            Update(_variance, training);
        }
    }

    /// <summary>Fixes both ratios for good.</summary>
    public void Fix(int mean, int variance)
    {
        _mean.Fix(mean);
        _variance.Fix(variance);
    }

    /// <summary>Puts both ratios into the state of a file; −1 stands for a mixture.</summary>
    public void Reset(int mean, int variance)
    {
        _mean.Reset(mean);
        if (!AreShared)
        {
            _variance.Reset(variance);
        }

        Generation++;
    }

    /// <summary>They in one line, as the last pass left them: nothing is evaluated, and no tensor is looked at.</summary>
    public override string ToString() => AreShared ? $"{_mean.Ratios}" : $"mean {_mean.Ratios}; variance {_variance.Ratios}";

    private ImportanceRatios Current(Source source)
    {
        if (source.Follow())
        {
            Generation++;
        }

        return source.Ratios;
    }

    private void Update(Source source, bool training)
    {
        Current(source);
        if (source.Update(_radius is null ? 0 : TensorMemory.Floats(_radius, "radius")[0]))
        {
            Generation++;
        }

        if (training)
        {
            source.Freeze();
        }
    }

    /// <summary>One gate with its control parameters.</summary>
    private sealed class Source(Func<ImportanceRatios> create, ControlState state)
    {
        private readonly Parameter? _control = state.Control;
        private readonly float[] _last = new float[state.Control is { } control ? control.numel() : 0];
        private double _lastRadius = double.NaN;

        public ImportanceRatios Ratios { get; private set; } = create();

        private Span<float> Control => TensorMemory.Floats(_control!, "control parameters");

        private ref long Flag => ref TensorMemory.Integers(state.Fixed!, "flag")[0];

        /// <summary>Takes over what somebody else has written into flag and control parameters: a file, another module, an average.</summary>
        /// <returns>Whether that changed something.</returns>
        public bool Follow()
        {
            if (_control is null)
            {
                return false;
            }

            switch (Flag)
            {
                case 0 when Ratios.IsFixed:
                    Reset(-1);
                    return true;
                case 0:
                    return false;
                case 1:
                    return FollowFixed();
                default:
                    throw new InvalidOperationException(
                        $"The flag of layer '{Ratios.Layer}' that says whether its importance ratios are fixed is {Flag}, and has to be 0 or 1: state was copied into it that is not that of this layer.");
            }
        }

        /// <summary>Evaluates the gate, unless it would see what it saw the last time.</summary>
        public bool Update(double radius)
        {
            if (Ratios.IsFixed || _control is null || (radius == _lastRadius && Control.SequenceEqual(_last)))
            {
                return false;
            }

            Ratios.Update(Control, radius);
            Control.CopyTo(_last);
            _lastRadius = radius;
            return true;
        }

        public void Freeze()
        {
            if (Ratios.Freeze())
            {
                KeepFixed();
            }
        }

        public void Fix(int index)
        {
            Ratios.Fix(index);
            KeepFixed();
        }

        public void Reset(int index)
        {
            Ratios = create();
            _lastRadius = double.NaN;
            if (index >= 0)
            {
                Fix(index);
            }
            else if (_control is not null)
            {
                Flag = 0;
                SetLearning(true);
            }
        }

        // An average of control parameters on their way to one-hot ones still has its largest where they have it.
        private bool FollowFixed()
        {
            var control = Control;
            var selected = 0;
            for (var k = 0; k < control.Length; k++)
            {
                if (!float.IsFinite(control[k]))
                {
                    throw new ControlParameterException(k, control[k], Ratios.Layer);
                }

                selected = control[k] > control[selected] ? k : selected;
            }

            if (Ratios.FixedIndex == selected && control[selected] == 1 && control.IndexOfAnyExcept(0f, 1f) < 0 && control.Count(1f) == 1)
            {
                return false;
            }

            Fix(selected);
            return true;
        }

        private void KeepFixed()
        {
            if (_control is null)
            {
                return;
            }

            Control.Clear();
            Control[Ratios.FixedIndex] = 1;
            Flag = 1;
            SetLearning(false);
        }

        /// <summary>Optimizers pass over a parameter without a gradient, weight decay and momentum included.</summary>
        private void SetLearning(bool value)
        {
            _control!.requires_grad = value;
            _control.grad = null;
        }
    }
}

/// <summary>The control parameters of one vector of ratios, as the module holds them.</summary>
/// <param name="Control">The control parameters, [K], or null where there are none.</param>
/// <param name="Fixed">Whether the ratios are fixed: 0 or 1, int64, [1]; null without control parameters.</param>
internal readonly record struct ControlState(Parameter? Control, Tensor? Fixed);

using System.Collections.Immutable;
using System.Globalization;

namespace SsnGen.Training;

/// <summary>
/// The importance ratios of one layer, for its means or for its variances: computed by a gate from control parameters
/// until they are fixed, one-hot from then on.
/// </summary>
/// <remarks>
/// Only <see cref="Freeze"/> and <see cref="Fix"/> fix them, so evaluation never changes what training sees. Fixed ratios
/// ignore their control parameters, which get no gradient. Nothing here allocates after construction for K ≤ 16.
/// </remarks>
public sealed class ImportanceRatios
{
    private readonly double[] _control;
    private readonly double[] _values;
    private double _radius;

    /// <summary>Creates ratios: fixed for one normalizer, what the gate gives for equal control parameters and radius 0 otherwise.</summary>
    /// <param name="layer">The path of the layer, for messages.</param>
    /// <param name="normalizers">The normalizers Ω, [K], K ≥ 1, in the order of <see cref="Normalizer"/>.</param>
    /// <param name="gate">The gate.</param>
    /// <exception cref="ArgumentException">There is no normalizer, they are not in order, or one is given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gate"/> is unknown.</exception>
    public ImportanceRatios(string layer, ImmutableArray<Normalizer> normalizers, Gate gate)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (normalizers.IsDefaultOrEmpty)
            throw new ArgumentException($"Layer '{layer}' has no normalizer; it needs at least one.", nameof(normalizers));
        for (var i = 1; i < normalizers.Length; i++)
        {
            if (normalizers[i] <= normalizers[i - 1])
                throw new ArgumentException($"The normalizers of layer '{layer}' have to be in the order of {nameof(Normalizer)}, each once, but are {string.Join(", ", normalizers)}.", nameof(normalizers));
        }

        if (gate is not (Gate.SparsestMax or Gate.Sparsemax or Gate.Softmax))
            throw new ArgumentOutOfRangeException(nameof(gate), gate, $"The gate of layer '{layer}' is unknown.");
        Layer = layer;
        Normalizers = normalizers;
        Gate = gate;
        _control = new double[normalizers.Length];
        _values = new double[normalizers.Length];
        Evaluate();
        if (Count == 1)
            Fix(0);
    }

    /// <summary>The path of the layer.</summary>
    public string Layer { get; }

    /// <summary>The normalizers Ω, [K].</summary>
    public ImmutableArray<Normalizer> Normalizers { get; }

    /// <summary>The gate from control parameters to ratios.</summary>
    public Gate Gate { get; }

    /// <summary>How many normalizers there are: K.</summary>
    public int Count => _values.Length;

    /// <summary>The ratios, [K], in the order of <see cref="Normalizers"/>: at least 0, of sum 1; exactly one-hot once fixed.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Whether one normalizer is selected for good.</summary>
    public bool IsFixed => FixedIndex >= 0;

    /// <summary>The index of the selected normalizer in <see cref="Normalizers"/>, or −1 while there is none.</summary>
    public int FixedIndex { get; private set; } = -1;

    /// <summary>The selected normalizer, or null while there is none.</summary>
    public Normalizer? Fixed => IsFixed ? Normalizers[FixedIndex] : null;

    /// <summary>Computes the ratios, unless they are fixed.</summary>
    /// <param name="control">The control parameters, [K]; not looked at once the ratios are fixed.</param>
    /// <param name="radius">The radius of <see cref="Gate.SparsestMax"/>, which other gates do not look at; finite, at least 0.</param>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite; the ratios stay as they were.</exception>
    /// <exception cref="ArgumentException">The length of <paramref name="control"/> is not K, or <paramref name="radius"/> is out of range.</exception>
    public void Update(ReadOnlySpan<float> control, double radius)
    {
        if (IsFixed)
            return;
        CheckLength(control.Length, nameof(control));
        GateArguments.CheckRadius(radius);
        for (var i = 0; i < control.Length; i++)
        {
            if (!float.IsFinite(control[i]))
                throw new ControlParameterException(i, control[i], Layer);
        }

        for (var i = 0; i < control.Length; i++)
            _control[i] = control[i];
        _radius = radius;
        Evaluate();
    }

    /// <summary>Fixes the ratios where a sparse gate has made them one-hot. Training calls it after each <see cref="Update"/>.</summary>
    /// <returns>Whether this call has fixed them.</returns>
    public bool Freeze()
    {
        if (IsFixed || Gate == Gate.Softmax)
            return false;
        var selected = -1;
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] == 0)
                continue;
            if (selected >= 0)
                return false;
            selected = i;
        }

        Fix(selected);
        return true;
    }

    /// <summary>Selects a normalizer for good, as a checkpoint or a selection says.</summary>
    /// <param name="index">Its index in <see cref="Normalizers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such normalizer.</exception>
    public void Fix(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"Layer '{Layer}' has {Count} normalizers."));
        }

        FixedIndex = index;
        Array.Clear(_values);
        _values[index] = 1;
    }

    /// <summary>Computes the gradient of the control parameters at the last <see cref="Update"/>.</summary>
    /// <param name="ratioGradient">∂L/∂p, [K]; not looked at once the ratios are fixed.</param>
    /// <param name="controlGradient">Where the gradient of the control parameters is written, [K]; zeros once the ratios are fixed.</param>
    /// <exception cref="ArgumentException">A length is not K.</exception>
    public void Backward(ReadOnlySpan<double> ratioGradient, Span<double> controlGradient)
    {
        if (IsFixed)
        {
            controlGradient.Clear();
            return;
        }

        CheckLength(ratioGradient.Length, nameof(ratioGradient));
        CheckLength(controlGradient.Length, nameof(controlGradient));
        switch (Gate)
        {
            case Gate.SparsestMax:
                SparsestMax.Backward(_control, _radius, ratioGradient, controlGradient);
                break;
            case Gate.Sparsemax:
                Sparsemax.Backward(_control, ratioGradient, controlGradient);
                break;
            default:
                Softmax.Backward(_control, ratioGradient, controlGradient);
                break;
        }
    }

    /// <summary>They in one line, such as <c>Instance 0.25, Layer 0.75, Batch 0</c>, or <c>Batch, fixed</c>.</summary>
    public override string ToString() => Fixed is { } selected
        ? $"{selected}, fixed"
        : string.Join(", ", Normalizers.Select((n, i) => string.Create(CultureInfo.InvariantCulture, $"{n} {_values[i]:0.####}")));

    private void Evaluate()
    {
        switch (Gate)
        {
            case Gate.SparsestMax:
                SparsestMax.Evaluate(_control, _radius, _values);
                break;
            case Gate.Sparsemax:
                Sparsemax.Evaluate(_control, _values);
                break;
            default:
                Softmax.Evaluate(_control, _values);
                break;
        }
    }

    private void CheckLength(int actual, string name)
    {
        if (actual != Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Layer '{Layer}' has {Count} normalizers, but there are {actual} values here."), name);
        }
    }
}

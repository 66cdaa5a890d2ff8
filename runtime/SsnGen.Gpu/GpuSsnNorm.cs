using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;
using SsnGen.Training;

namespace SsnGen.Gpu;

/// <summary>
/// One SSN layer that lives on a device: its parameters, gates and running moments, their gradients, and the kernels over
/// them. Passes and steps are queued on the caller's stream; the host waits where the radius selects, and where a batch is larger than any before.
/// </summary>
/// <remarks>
/// <para>Parameters have the names of the TorchSharp module: <see cref="Weight"/> (γ) starts at 1 (0 for
/// <see cref="Normalization.ZeroGamma"/>), <see cref="Bias"/> (β) at 0, control parameters at 1, the running mean at 0 and the
/// running variance at 1.</para>
/// <para>Ratios that are one-hot in a forward pass of training are frozen on the device, there and then. The host learns of it
/// from <see cref="UpdateSelection"/>, which the forward pass calls once the radius is so large that it must be so
/// (<see cref="SparsestMax.CriticalRadius"/>); from then on the kernels of the selected pair alone run.</para>
/// <para>A control parameter that is NaN or infinite gives ratios, and so outputs, that are NaN; the host learns of it where it
/// asks for the selection.</para>
/// <para>It may be used by one stream at a time.</para>
/// </remarks>
/// <typeparam name="T">What tensors are stored as: <see cref="float"/> or <see cref="ILGPU.Half"/>. Parameters are floats.</typeparam>
public sealed class GpuSsnNorm<T> : IDisposable
    where T : unmanaged
{
    private readonly GpuSsnLayer<T> _layer;
    private readonly GpuSsnKernel<T> _kernel;
    private readonly Normalization _normalization;
    private readonly GpuNormMemory _memory;
    private readonly GpuSgd _sgd;

    // What the last forward pass computed with: its backward pass goes by the same.
    private Selection? _passSelection;
    private GpuSsnGates _passGates;

    /// <summary>Creates the layer.</summary>
    /// <param name="accelerator">The device; the layer must be disposed before it.</param>
    /// <param name="kernel">The emitted kernels of the layer.</param>
    /// <param name="layer">The layer as declared; a selection in it fixes the ratios from the start.</param>
    /// <exception cref="ArgumentException">The layer has no normalization, or one of other normalizers than the kernel.</exception>
    public GpuSsnNorm(Accelerator accelerator, GpuSsnKernel<T> kernel, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(layer);
        _normalization = layer.Normalization ?? throw new ArgumentException($"Layer '{layer.Path}' has no normalization.", nameof(layer));
        if (!kernel.Description.Normalizers.AsSpan().SequenceEqual(_normalization.Normalizers.AsSpan()))
        {
            throw new ArgumentException(
                $"Layer '{layer.Path}' has the normalizers {string.Join(", ", _normalization.Normalizers)}, its kernel {kernel.GetType().Name} has {string.Join(", ", kernel.Description.Normalizers)}.", nameof(kernel));
        }

        Path = layer.Path;
        _kernel = kernel;
        _memory = new GpuNormMemory(accelerator, kernel.Description, _normalization);
        _layer = new GpuSsnLayer<T>(accelerator, kernel);
        _sgd = new GpuSgd(accelerator);
        if (Count == 1 || _normalization.Selection is not null)
        {
            Fix(_normalization.Selection ?? new Selection(_normalization.Normalizers[0], _normalization.Normalizers[0]));
        }
    }

    /// <summary>The path of the layer.</summary>
    public string Path { get; }

    /// <summary>γ, [C].</summary>
    public ArrayView<float> Weight => _memory.Weight;

    /// <summary>β, [C].</summary>
    public ArrayView<float> Bias => _memory.Bias;

    /// <summary>The control parameters of the means (and of the variances where they are shared), [K]; empty for one normalizer.</summary>
    public ArrayView<float> MeanWeight => _memory.MeanWeight;

    /// <summary>The control parameters of the variances, [K]; empty for one normalizer and where they are shared.</summary>
    public ArrayView<float> VarWeight => _memory.VarWeight;

    /// <summary>The running mean of the batch normalizer, [C]; empty without it.</summary>
    public ArrayView<float> RunningMean => _memory.RunningMean;

    /// <summary>
    /// The running variance of the batch normalizer, [C]; empty without it. Biased, as in the published layer, but for
    /// <see cref="BatchNormAttribute"/>.
    /// </summary>
    public ArrayView<float> RunningVar => _memory.RunningVar;

    /// <summary>
    /// How many batches of training the running moments did not adopt, [1]; empty without the batch normalizer. Where a moment of
    /// any channel would not stay finite as a float, those of all channels stay as they are, and the device counts the batch.
    /// </summary>
    public ArrayView<int> RefusedBatches => _memory.RefusedBatches;

    /// <summary>The importance ratios of the means, as the last forward pass left them, [K].</summary>
    public ArrayView<double> MeanRatios => _memory.MeanRatios;

    /// <summary>The importance ratios of the variances, as the last forward pass left them, [K].</summary>
    public ArrayView<double> VarianceRatios => _memory.VarianceRatios;

    /// <summary>The gradients that the last backward pass has written.</summary>
    /// <remarks>Those of ratios and control parameters are empty where the forward pass ran under a selection.</remarks>
    public GpuSsnGradients Gradients => _passSelection is null
        ? _memory.Gradients
        : _memory.Gradients with { MeanRatios = default, VarianceRatios = default, MeanControl = default, VarianceControl = default };

    /// <summary>What training chose, as far as the host knows; null for a mixture.</summary>
    public Selection? Selection => _layer.Selection;

    /// <summary>The radius of SparsestMax in the next forward pass; finite, at least 0. Starts at 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not finite.</exception>
    public double Radius
    {
        get;
        set => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The radius of layer '{Path}' has to be a finite number, at least 0.");
    }

    private int Count => _normalization.Normalizers.Length;

    // A batch of one value has no unbiased variance: it is infinite, which leaves the running moments as they are.
    private double VarianceExcess(long length) => _normalization.IsRunningVarianceUnbiased ? 1 / (((double)length / _kernel.Description.Channels) - 1) : 0;

    private GpuSsnGates Gates => Selection is null ? _memory.Gates((int)_normalization.Gate, Radius) : default;


    /// <summary>The forward pass of training.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">x, [N, C, S].</param>
    /// <param name="residual">The residual, [N, C, S]; empty for a kernel without one.</param>
    /// <param name="y">Where y is written, [N, C, S].</param>
    /// <exception cref="ArgumentException">A tensor does not fit.</exception>
    /// <exception cref="ControlParameterException">The radius selects, and a control parameter is NaN or infinite.</exception>
    public void Forward(AcceleratorStream stream, ArrayView<T> x, ArrayView<T> residual, ArrayView<T> y)
    {
        var gates = Gates;
        _layer.Forward(stream, x, residual, y, _memory.Parameters(_normalization.Momentum, VarianceExcess(x.Length)), gates);
        (_passSelection, _passGates) = (Selection, gates);
        if (Selection is null && _normalization.Gate == Gate.SparsestMax && Radius >= SparsestMax.CriticalRadius(Count) && x.Length > 0)
        {
            UpdateSelection(stream);
        }
    }

    /// <summary>The forward pass of evaluation.</summary>
    /// <inheritdoc cref="Forward" path="/param"/>
    /// <exception cref="ArgumentException">A tensor does not fit.</exception>
    public void Evaluate(AcceleratorStream stream, ArrayView<T> x, ArrayView<T> residual, ArrayView<T> y)
    {
        var gates = Gates;
        _layer.Evaluate(stream, x, residual, y, _memory.Parameters(_normalization.Momentum), gates);
        (_passSelection, _passGates) = (Selection, gates);
    }

    /// <summary>The backward pass of the last forward pass.</summary>
    /// <param name="stream">The stream of the forward pass.</param>
    /// <param name="x">x of the forward pass, [N, C, S].</param>
    /// <param name="saved">What <see cref="SsnKernel.BackwardInput"/> names, [N, C, S], otherwise empty.</param>
    /// <param name="upstream">∂L/∂y, [N, C, S].</param>
    /// <param name="dx">Where ∂L/∂x is written, [N, C, S].</param>
    /// <param name="dresidual">Where ∂L/∂residual is written; empty for a kernel without a residual.</param>
    /// <exception cref="ArgumentException">A tensor does not fit.</exception>
    /// <exception cref="InvalidOperationException">There was no such forward pass, or it overwrote x.</exception>
    public void Backward(AcceleratorStream stream, ArrayView<T> x, ArrayView<T> saved, ArrayView<T> upstream, ArrayView<T> dx, ArrayView<T> dresidual) =>
        _layer.Backward(stream, x, saved, upstream, dx, dresidual, _memory.Parameters(_normalization.Momentum), Gradients, _passGates);

    /// <summary>
    /// A step of stochastic gradient descent with momentum, as training SSN wants it: no weight decay, control parameters at a
    /// tenth of the rate, the norm of their gradient clipped at 1, frozen ones left alone.
    /// </summary>
    /// <param name="stream">The stream of the passes.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">The momentum.</param>
    public void Step(AcceleratorStream stream, float learningRate, float momentum = 0.9f)
    {
        var gradients = Gradients;
        _sgd.Step(stream, _memory.Weight, gradients.Gamma, _memory.WeightVelocity, learningRate, momentum);
        _sgd.Step(stream, _memory.Bias, gradients.Beta, _memory.BiasVelocity, learningRate, momentum);
        if (_passSelection is null)
        {
            _sgd.StepControl(stream, _passGates, gradients, _memory.MeanVelocity, _memory.VarVelocity, learningRate, momentum);
        }
    }

    /// <summary>Asks the device what has been frozen, which waits for all that is queued.</summary>
    /// <param name="stream">The stream of the passes.</param>
    /// <returns>The selection, once both mean and variance have one; otherwise null.</returns>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    public Selection? UpdateSelection(AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (Selection is not null)
        {
            return Selection;
        }

        var (mean, variance) = _memory.ReadSelected(stream, Path);
        if (mean >= 0 && variance >= 0)
        {
            _layer.Selection = new Selection(_normalization.Normalizers[mean], _normalization.Normalizers[variance]);
        }

        return Selection;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _layer.Dispose();
        _memory.Dispose();
    }

    private void Fix(Selection selection)
    {
        _layer.Selection = _passSelection = selection;
        _memory.WriteRatios(_normalization.Normalizers.IndexOf(selection.Mean), _normalization.Normalizers.IndexOf(selection.Variance));
    }
}

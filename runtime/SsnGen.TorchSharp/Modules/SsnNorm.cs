using System.Runtime.ExceptionServices;
using SsnGen.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// Sparse Switchable Normalization as a TorchSharp module over an emitted kernel, with the residual and the activation
/// that the kernel fuses: y = activation(γ (x − μ)/√(σ² + ε) + β + residual), μ = Σ_k p_k μ_k, σ² = Σ_k q_k v_k.
/// </summary>
/// <remarks>
/// <para>Parameters: <c>weight</c> (γ) and <c>bias</c> (β), [C]; the control parameters <c>mean_weight</c> and
/// <c>var_weight</c>, [K], where there is more than one normalizer (no <c>var_weight</c> where the ratios are shared).
/// Buffers, where batch is a normalizer: <c>running_mean</c> and <c>running_var</c>, [C]; where there is more than one
/// normalizer, with the names of the published layer: <c>radius</c>, float32 [1], and the flags <c>mean_fixed</c> and
/// <c>var_fixed</c> (not where the ratios are shared), int64 [1].</para>
/// <para>Once a ratio vector is one-hot in a forward pass of training it is fixed: its flag becomes 1, its control
/// parameters the one-hot vector; they get no gradient from then on and have <c>requires_grad</c> false, so that
/// optimizers leave them alone. All of this is in the state_dict, and whatever writes a state_dict (a file, another
/// module, an average) fixes and frees the ratios with it.</para>
/// <para>The running mean and variance follow PyTorch's convention of the momentum, the weight of the new value. The
/// variance is the biased one of the batch, as in the published code, but for <see cref="BatchNormAttribute"/>, where it is
/// PyTorch's, corrected by n/(n − 1). A batch whose moments are not finite leaves them as they are, see <see cref="RefusedBatches"/>.</para>
/// <para>An exception during the backward pass would end the process; the layer keeps it instead, gives gradients that
/// are NaN, and throws it at its next forward pass or at <see cref="ThrowIfBackwardFailed"/>. Gradients of gradients
/// (<c>create_graph</c>) are such an exception.</para>
/// <para>Evaluation may run on many threads at once. A training pass may run on one at a time; a second is refused.</para>
/// <para>Source: Shao et al., <i>SSN: Learning Sparse Switchable Normalization via SparsestMax</i>, CVPR 2019,
/// equations 1 to 3.</para>
/// </remarks>
public sealed partial class SsnNorm : nn.Module<Tensor, Tensor>
{
    private readonly Stack<SsnCall> _recycled = [];
    private ExceptionDispatchInfo? _backwardFailure;

    /// <summary>Creates the module: γ = 1 (0 for <see cref="Normalization.ZeroGamma"/>), β = 0, equal control parameters.</summary>
    /// <param name="path">The path of the layer, such as <c>Stage2.0.Conv1</c>, for messages.</param>
    /// <param name="kernel">The emitted kernel of the layer.</param>
    /// <param name="normalization">The normalization; a selection in it fixes the ratios from the start.</param>
    /// <exception cref="ArgumentException">The kernel is one of other normalizers, or the selection is none of them.</exception>
    /// <exception cref="DllNotFoundException">libtorch does not load.</exception>
    public SsnNorm(string path, SsnKernel kernel, Normalization normalization)
        : base(NativeLibTorch.Loaded(nameof(SsnNorm)))
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(normalization);
        if (!kernel.Normalizers.AsSpan().SequenceEqual(normalization.Normalizers.AsSpan()))
        {
            throw new ArgumentException(
                $"Layer '{path}' has the normalizers {string.Join(", ", normalization.Normalizers)}, its kernel {kernel.GetType().Name} has {string.Join(", ", kernel.Normalizers)}.", nameof(kernel));
        }

        Path = path;
        Kernel = kernel;
        Guard = new TrainingGuard(LayerName);
        Momentum = normalization.Momentum;
        IsRunningVarianceUnbiased = normalization.IsRunningVarianceUnbiased;
        Weight = AddParameter("weight", full(kernel.Channels, normalization.ZeroGamma ? 0f : 1f, float32));
        Bias = AddParameter("bias", zeros(kernel.Channels, float32));
        if (kernel.Normalizers.Length > 1)
        {
            MeanWeight = AddParameter("mean_weight", ones(kernel.Normalizers.Length, float32));
            VarWeight = normalization.SharedRatios ? null : AddParameter("var_weight", ones(kernel.Normalizers.Length, float32));
            MeanFixed = AddBuffer("mean_fixed", zeros(1, int64));
            VarFixed = normalization.SharedRatios ? null : AddBuffer("var_fixed", zeros(1, int64));
            RadiusTensor = AddBuffer("radius", zeros(1, float32));
        }

        if (kernel.Normalizers.Contains(Normalizer.Batch))
        {
            RunningMean = AddBuffer("running_mean", zeros(kernel.Channels, float32));
            RunningVar = AddBuffer("running_var", ones(kernel.Channels, float32));
        }

        Ratios = new NormRatios(path, kernel.Normalizers, normalization.Gate, new(MeanWeight, MeanFixed), new(VarWeight, VarFixed), RadiusTensor);
        CompiledSelection = normalization.Selection;
        if (CompiledSelection is not null)
        {
            Fix(CompiledSelection);
        }
    }

    /// <summary>The path of the layer.</summary>
    public string Path { get; }

    /// <summary>The emitted kernel.</summary>
    public SsnKernel Kernel { get; }

    /// <summary>γ, [C].</summary>
    public Parameter Weight { get; }

    /// <summary>β, [C].</summary>
    public Parameter Bias { get; }

    /// <summary>The control parameters of the means (and of the variances where they are shared), [K]; null for one normalizer.</summary>
    public Parameter? MeanWeight { get; }

    /// <summary>The control parameters of the variances, [K]; null for one normalizer and where they are shared.</summary>
    public Parameter? VarWeight { get; }

    /// <summary>Whether the ratios of the means (and of the variances where they are shared) are fixed: 0 or 1, int64, [1]; null for one normalizer.</summary>
    public Tensor? MeanFixed { get; }

    /// <summary>Whether the ratios of the variances are fixed: 0 or 1, int64, [1]; null for one normalizer and where they are shared.</summary>
    public Tensor? VarFixed { get; }

    /// <summary>
    /// The radius of SparsestMax in the next forward pass; from 0 to 1, kept as a float. Starts at 0, and stays there for
    /// one normalizer, which needs none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is out of range.</exception>
    public double Radius
    {
        get => RadiusTensor is null ? 0 : TensorMemory.Floats(RadiusTensor, "radius")[0];
        set
        {
            if (value is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The radius of layer '{Path}' has to be a number from 0 to 1, at which all ratios are one-hot.");
            }

            if (RadiusTensor is not null)
            {
                TensorMemory.Floats(RadiusTensor, "radius")[0] = (float)value;
            }
        }
    }

    /// <summary>What training chose, or null while the mean or the variance is still a mixture.</summary>
    public Selection? Selection
    {
        get
        {
            lock (State)
            {
                return Ratios.Mean.Fixed is { } mean && Ratios.Variance.Fixed is { } variance ? new Selection(mean, variance) : null;
            }
        }
    }

    /// <summary>The importance ratios of the means at the last forward pass, [K].</summary>
    public ReadOnlySpan<double> MeanRatios => Ratios.Mean.Values;

    /// <summary>The importance ratios of the variances at the last forward pass, [K].</summary>
    public ReadOnlySpan<double> VarianceRatios => Ratios.Variance.Values;

    internal NormRatios Ratios { get; }

    /// <summary>The selection that the network was compiled with, or null.</summary>
    internal Selection? CompiledSelection { get; }

    /// <summary>The radius, float32, [1]; null for one normalizer.</summary>
    internal Tensor? RadiusTensor { get; }

    /// <summary>Held while ratios and finished calls are looked at or changed.</summary>
    internal Lock State { get; } = new();

    internal TrainingGuard Guard { get; }

    /// <summary>Fixes the ratios to a selection, for good.</summary>
    /// <param name="selection">The normalizers of mean and variance.</param>
    /// <exception cref="ArgumentException">One of them is none of this layer's, or they differ and the ratios are shared.</exception>
    public void Fix(Selection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (Ratios.AreShared && selection.Mean != selection.Variance)
        {
            throw new ArgumentException($"Layer '{Path}' shares the ratios of mean and variance, and cannot select {selection.Mean} and {selection.Variance}.", nameof(selection));
        }

        Ratios.Fix(Index(selection.Mean), Index(selection.Variance));

        int Index(Normalizer normalizer) => Kernel.Normalizers.IndexOf(normalizer) is >= 0 and var index
            ? index
            : throw new ArgumentException($"Layer '{Path}' cannot select {normalizer}: its normalizers are {string.Join(", ", Kernel.Normalizers)}.", nameof(selection));
    }

    /// <summary>Normalizes, for a kernel without a residual.</summary>
    /// <param name="input">x, [N, C, ...] with S values per channel, float32, on the CPU.</param>
    /// <returns>y, of the shape of x.</returns>
    /// <exception cref="ArgumentException">The tensor does not fit.</exception>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The kernel adds a residual.</exception>
    public override Tensor forward(Tensor input) => Normalize(input, null);

    /// <summary>Normalizes and adds a residual, for a kernel with one.</summary>
    /// <param name="input">x, [N, C, ...] with S values per channel, float32, on the CPU.</param>
    /// <param name="residual">What is added before the activation, of the shape of x.</param>
    /// <returns>y, of the shape of x.</returns>
    /// <exception cref="ArgumentException">A tensor does not fit.</exception>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The kernel adds no residual.</exception>
    public Tensor forward(Tensor input, Tensor residual)
    {
        ArgumentNullException.ThrowIfNull(residual);
        return Normalize(input, residual);
    }

    /// <summary>Throws what went wrong in a backward pass of this layer since the last call, if anything.</summary>
    public void ThrowIfBackwardFailed() => TakeBackwardFailure()?.Throw();

    /// <summary>It in one line, with the ratios of its last pass, such as <c>Stem: mean Instance 0.5, Layer 0.25, Batch 0.25; variance Batch, fixed</c>.</summary>
    public override string ToString() => $"{Path}: {Ratios}";

    internal ExceptionDispatchInfo? TakeBackwardFailure() => Interlocked.Exchange(ref _backwardFailure, null);

    internal void KeepBackwardFailure(Exception failure) =>
        Interlocked.CompareExchange(ref _backwardFailure, ExceptionDispatchInfo.Capture(failure), null);

    /// <summary>Takes over what was written into the tensors of its state.</summary>
    internal void TakeOver()
    {
        lock (State)
        {
            _ = (Ratios.Mean, Ratios.Variance);
        }
    }

    /// <summary>Keeps the workspace of a finished call for the next forward pass.</summary>
    internal void Recycle(SsnCall call)
    {
        lock (State)
        {
            if (!call.IsRecycled)
            {
                call.IsRecycled = true;
                _recycled.Push(call);
            }
        }
    }

    /// <summary>Does nothing: parameters and buffers were registered under their names by the constructor.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => Conversion.RefuseUnlessNone(this, LayerName, device.type, dtype);

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => Conversion.RefuseUnlessNone(this, LayerName, deviceType, ScalarType.Float32);

    /// <inheritdoc/>
    protected override nn.Module _to(ScalarType dtype, bool non_blocking) => Conversion.RefuseUnlessNone(this, LayerName, DeviceType.CPU, dtype);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        lock (State)
        {
            while (disposing && _recycled.TryPop(out var call))
            {
                call.TakeWorkspace()?.Dispose();
            }
        }
    }

    private Tensor Normalize(Tensor input, Tensor? residual)
    {
        ThrowIfBackwardFailed();
        CheckInputs(input, residual);
        var total = _total;
        var isTraining = training || total is not null;
        using var pass = isTraining ? Guard.Enter() : default;
        var call = Begin(isTraining && (total is not null || !MomentsAreFrozen), total);
        using var scope = NewDisposeScope();
        var x = input.is_contiguous() ? input : input.contiguous();
        var added = residual is null || residual.is_contiguous() ? residual : residual.contiguous();
        if (NeedsGradient(x, added))
        {
            return SsnFunction.apply(x, added!, Weight, Bias, MeanWeight!, VarWeight!, call).MoveToOuterDisposeScope();
        }

        var y = empty_like(x);
        call.Forward(x, added, y);
        Recycle(call);
        return y.MoveToOuterDisposeScope();
    }

    private SsnCall Begin(bool usesBatch, MomentsTotal? total)
    {
        lock (State)
        {
            Ratios.Update(training && total is null);
            SsnWorkspace? workspace = null;
            while (workspace is null && _recycled.TryPop(out var finished))
            {
                finished.IsRecycled = false;
                workspace = finished.TakeWorkspace();
            }

            return new SsnCall(this, workspace ?? new SsnWorkspace(), usesBatch, total);
        }
    }

    private bool NeedsGradient(Tensor x, Tensor? residual) =>
        is_grad_enabled()
        && (x.requires_grad || residual is { requires_grad: true } || Weight.requires_grad || Bias.requires_grad
            || MeanWeight is { requires_grad: true } || VarWeight is { requires_grad: true });

    private void CheckInputs(Tensor input, Tensor? residual)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Kernel.HasResidual != residual is not null)
        {
            throw new InvalidOperationException(
                $"Layer '{Path}' adds {(Kernel.HasResidual ? "a residual: call forward(input, residual)" : "no residual: call forward(input)")}.");
        }

        var shape = input.shape;
        if (shape.Length < 2 || shape[1] != Kernel.Channels || shape.Skip(2).Aggregate(1L, static (size, d) => size * d) != Kernel.SlabSize)
        {
            throw new ArgumentException(
                $"Layer '{Path}' takes [N, {Kernel.Channels}, ...] with {Kernel.SlabSize} values per channel; the input is [{string.Join(", ", shape)}].", nameof(input));
        }

        if (residual is not null && !residual.shape.AsSpan().SequenceEqual(shape))
        {
            throw new ArgumentException(
                $"The residual of layer '{Path}' is [{string.Join(", ", residual.shape)}], and its input [{string.Join(", ", shape)}]: both must have one shape.", nameof(residual));
        }
    }

    private string LayerName => $"Layer '{Path}'";

    private Parameter AddParameter(string name, Tensor values)
    {
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        register_parameter(name, parameter);
        return parameter;
    }

    private Tensor AddBuffer(string name, Tensor values)
    {
        values.DetachFromDisposeScope();
        register_buffer(name, values);
        return values;
    }
}

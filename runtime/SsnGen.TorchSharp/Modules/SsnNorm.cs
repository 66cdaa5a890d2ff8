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
/// Buffers, where batch is a normalizer: <c>running_mean</c> and <c>running_var</c>, [C].</para>
/// <para>Once a ratio vector is one-hot in a forward pass of training it is fixed: its control parameters get no
/// gradient from then on and have <c>requires_grad</c> false, so that optimizers leave them alone.</para>
/// <para>An exception during the backward pass would end the process; the layer keeps it instead, gives no gradients,
/// and throws it at its next forward pass or at <see cref="ThrowIfBackwardFailed"/>.</para>
/// <para>Source: Shao et al., <i>SSN: Learning Sparse Switchable Normalization via SparsestMax</i>, CVPR 2019,
/// equations 1 to 3.</para>
/// </remarks>
public sealed class SsnNorm : nn.Module<Tensor, Tensor>
{
    private readonly Stack<SsnCall> _recycled = [];
    private ExceptionDispatchInfo? _backwardFailure;
    private double _radius;

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
        Momentum = normalization.Momentum;
        Weight = AddParameter("weight", full(kernel.Channels, normalization.ZeroGamma ? 0f : 1f, float32));
        Bias = AddParameter("bias", zeros(kernel.Channels, float32));
        if (kernel.Normalizers.Length > 1)
        {
            MeanWeight = AddParameter("mean_weight", ones(kernel.Normalizers.Length, float32));
            VarWeight = normalization.SharedRatios ? null : AddParameter("var_weight", ones(kernel.Normalizers.Length, float32));
        }

        if (kernel.Normalizers.Contains(Normalizer.Batch))
        {
            RunningMean = AddBuffer("running_mean", zeros(kernel.Channels, float32));
            RunningVar = AddBuffer("running_var", ones(kernel.Channels, float32));
        }

        Ratios = new NormRatios(path, kernel.Normalizers, normalization.Gate, MeanWeight, VarWeight, normalization.SharedRatios);
        if (normalization.Selection is { } selection)
        {
            Fix(selection);
        }
    }

    /// <summary>The path of the layer.</summary>
    public string Path { get; }

    /// <summary>The emitted kernel.</summary>
    public SsnKernel Kernel { get; }

    /// <summary>Weight of the new value in the running moments.</summary>
    public float Momentum { get; }

    /// <summary>γ, [C].</summary>
    public Parameter Weight { get; }

    /// <summary>β, [C].</summary>
    public Parameter Bias { get; }

    /// <summary>The control parameters of the means (and of the variances where they are shared), [K]; null for one normalizer.</summary>
    public Parameter? MeanWeight { get; }

    /// <summary>The control parameters of the variances, [K]; null for one normalizer and where they are shared.</summary>
    public Parameter? VarWeight { get; }

    /// <summary>The running mean of the batch normalizer, [C], or null without it.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The running variance of the batch normalizer, [C], or null without it.</summary>
    public Tensor? RunningVar { get; }

    /// <summary>The radius of SparsestMax in the next forward pass; finite, at least 0. Starts at 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not finite.</exception>
    public double Radius
    {
        get => _radius;
        set
        {
            if (!double.IsFinite(value) || value < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The radius of layer '{Path}' has to be a finite number, at least 0.");
            }

            _radius = value;
        }
    }

    /// <summary>What training chose, or null while the mean or the variance is still a mixture.</summary>
    public Selection? Selection =>
        Ratios.Mean.Fixed is { } mean && Ratios.Variance.Fixed is { } variance ? new Selection(mean, variance) : null;

    /// <summary>The importance ratios of the means at the last forward pass, [K].</summary>
    public ReadOnlySpan<double> MeanRatios => Ratios.Mean.Values;

    /// <summary>The importance ratios of the variances at the last forward pass, [K].</summary>
    public ReadOnlySpan<double> VarianceRatios => Ratios.Variance.Values;

    internal NormRatios Ratios { get; }

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
    public void ThrowIfBackwardFailed()
    {
        var failure = _backwardFailure;
        _backwardFailure = null;
        failure?.Throw();
    }

    internal void KeepBackwardFailure(Exception failure) => _backwardFailure ??= ExceptionDispatchInfo.Capture(failure);

    /// <summary>Keeps the workspace of a finished call for the next forward pass.</summary>
    internal void Recycle(SsnCall call)
    {
        if (!call.IsRecycled)
        {
            call.IsRecycled = true;
            _recycled.Push(call);
        }
    }

    /// <summary>Does nothing: parameters and buffers were registered under their names by the constructor.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>Refuses other types and devices, which the kernels cannot work on.</summary>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if ((dtype ?? ScalarType.Float32) != ScalarType.Float32 || (device?.type ?? DeviceType.CPU) != DeviceType.CPU)
        {
            throw new NotSupportedException($"Layer '{Path}' trains with float32 on the CPU only and cannot move to {dtype?.ToString() ?? "float32"} on {device?.ToString() ?? "the CPU"}.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        while (disposing && _recycled.TryPop(out var call))
        {
            call.TakeWorkspace().Dispose();
        }
    }

    private Tensor Normalize(Tensor input, Tensor? residual)
    {
        ThrowIfBackwardFailed();
        CheckInputs(input, residual);
        var isTraining = training;
        Ratios.Update(Radius, isTraining);
        var workspace = _recycled.TryPop(out var finished) ? finished.TakeWorkspace() : new SsnWorkspace();
        var call = new SsnCall(this, workspace, isTraining);
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

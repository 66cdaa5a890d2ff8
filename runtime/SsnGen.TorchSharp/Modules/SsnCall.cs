using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>What one forward pass of an <see cref="SsnNorm"/> keeps for its backward pass, besides tensors.</summary>
/// <param name="norm">The layer.</param>
/// <param name="workspace">The workspace of the pass.</param>
/// <param name="usesBatch">Whether the moments of the batch are used, and not the running ones.</param>
/// <param name="total">Where the moments of the batch are added up instead of moving the running ones, or null.</param>
internal sealed class SsnCall(SsnNorm norm, SsnWorkspace workspace, bool usesBatch, MomentsTotal? total)
{
    // The ratios of the forward pass: those of the layer may move on before the backward pass.
    private readonly double[] _meanRatios = norm.Ratios.Mean.Values.ToArray();
    private readonly double[] _varianceRatios = norm.Ratios.Variance.Values.ToArray();
    private readonly long _generation = norm.Ratios.Generation;
    private SsnWorkspace? _workspace = workspace;

    public SsnNorm Norm => norm;

    /// <summary>Whether the pass belongs to training: one thread at a time runs it backwards.</summary>
    public bool IsTraining => usesBatch;

    /// <summary>Whether the call waits in its layer for the next forward pass to take its workspace.</summary>
    public bool IsRecycled { get; set; }

    /// <summary>Takes the workspace away for another pass; null where one has it already.</summary>
    public SsnWorkspace? TakeWorkspace() => Interlocked.Exchange(ref _workspace, null);

    public void Forward(Tensor x, Tensor? residual, Tensor y)
    {
        var input = TensorMemory.Floats(x, nameof(x));
        var added = residual is null ? default : TensorMemory.Floats(residual, nameof(residual));
        var output = TensorMemory.Floats(y, nameof(y));
        if (!usesBatch)
        {
            norm.Kernel.Evaluate(input, added, output, Parameters(), _workspace!, OpenMpTeam.Shared);
            return;
        }

        norm.Kernel.Forward(input, added, output, Parameters(), _workspace!, OpenMpTeam.Shared);
        if (total is not null)
        {
            total.Add(_workspace!);
        }
        else if (_workspace!.RefusedBatch)
        {
            norm.CountRefusedBatch();
        }
    }

    /// <summary>Computes the gradients, in the order of the arguments of <see cref="SsnFunction"/>.</summary>
    /// <param name="x">x of the forward pass.</param>
    /// <param name="saved">What the kernel's <see cref="BackwardInput"/> names, or null.</param>
    /// <param name="upstream">∂L/∂y, contiguous.</param>
    public List<Tensor?> Backward(Tensor x, Tensor? saved, Tensor upstream)
    {
        // Nobody else may have it meanwhile, not even a forward pass that finds this call among the finished ones.
        var workspace = TakeWorkspace() ?? throw new InvalidOperationException(
            $"Layer '{norm.Path}' ran its backward pass, then another forward pass, then the first backward pass again: run all backward passes of a graph before the next forward pass.");
        try
        {
            return Backward(x, saved, upstream, workspace);
        }
        finally
        {
            Volatile.Write(ref _workspace, workspace);
            norm.Recycle(this);
        }
    }

    private List<Tensor?> Backward(Tensor x, Tensor? saved, Tensor upstream, SsnWorkspace workspace)
    {
        var kernel = norm.Kernel;
        var ratios = norm.Ratios;
        bool meanIsFixed, varianceIsFixed;
        lock (norm.State)
        {
            CheckRatiosUnchanged();
            (meanIsFixed, varianceIsFixed) = (ratios.Mean.IsFixed, ratios.Variance.IsFixed);
        }

        var dx = empty_like(x);
        var dresidual = kernel.HasResidual ? empty_like(x) : null;
        var dweight = empty_like(norm.Weight);
        var dbias = empty_like(norm.Bias);
        Span<double> dmean = stackalloc double[kernel.Normalizers.Length];
        Span<double> dvariance = stackalloc double[kernel.Normalizers.Length];
        var gradients = new SsnGradients
        {
            Gamma = TensorMemory.Floats(dweight, nameof(dweight)),
            Beta = TensorMemory.Floats(dbias, nameof(dbias)),
            MeanRatios = meanIsFixed ? default : dmean,
            VarianceRatios = varianceIsFixed ? default : dvariance,
        };
        kernel.Backward(
            TensorMemory.Floats(x, nameof(x)),
            saved is null ? default : TensorMemory.Floats(saved, nameof(saved)),
            TensorMemory.Floats(upstream, nameof(upstream)),
            TensorMemory.Floats(dx, nameof(dx)),
            dresidual is null ? default : TensorMemory.Floats(dresidual, nameof(dresidual)),
            Parameters(),
            gradients,
            workspace,
            OpenMpTeam.Shared);
        if (ratios.AreShared)
        {
            for (var k = 0; k < dmean.Length; k++)
            {
                dmean[k] += dvariance[k];
            }
        }

        lock (norm.State)
        {
            CheckRatiosUnchanged();
            return
            [
                dx, dresidual, dweight, dbias,
                ControlGradient(ratios.Mean, norm.MeanWeight, dmean),
                ControlGradient(ratios.Variance, norm.VarWeight, dvariance),
                null,
            ];
        }
    }

    /// <summary>Gradients of a backward pass that failed, in the order of the arguments of <see cref="SsnFunction"/>: NaN wherever there is one.</summary>
    /// <param name="shape">The shape of x.</param>
    public List<Tensor?> NotANumber(long[] shape)
    {
        return [Fill(shape), norm.Kernel.HasResidual ? Fill(shape) : null, Like(norm.Weight), Like(norm.Bias), Like(norm.MeanWeight), Like(norm.VarWeight), null];

        static Tensor Fill(long[] shape) => full(shape, float.NaN, float32).DetachFromDisposeScope();

        static Tensor? Like(Tensor? parameter) => parameter is { requires_grad: true } ? Fill(parameter.shape) : null;
    }

    // The gates keep the state of their last evaluation alone, which the gradient of the control parameters needs.
    private void CheckRatiosUnchanged()
    {
        var ratios = norm.Ratios;
        if (ratios.Generation != _generation && !(ratios.Mean.IsFixed && ratios.Variance.IsFixed))
        {
            throw new InvalidOperationException(
                $"The radius or the control parameters of layer '{norm.Path}' changed between its forward and its backward pass: change them before the forward pass.");
        }
    }

    private static Tensor? ControlGradient(ImportanceRatios ratios, Tensor? control, ReadOnlySpan<double> ratioGradient)
    {
        if (control is null || ratios.IsFixed)
        {
            return null;
        }

        Span<double> gradient = stackalloc double[ratioGradient.Length];
        ratios.Backward(ratioGradient, gradient);
        var result = empty_like(control);
        var values = TensorMemory.Floats(result, nameof(control));
        for (var k = 0; k < gradient.Length; k++)
        {
            values[k] = (float)gradient[k];
        }

        return result;
    }

    private SsnParameters Parameters() => new()
    {
        Gamma = TensorMemory.Floats(norm.Weight, "weight"),
        Beta = TensorMemory.Floats(norm.Bias, "bias"),
        MeanRatios = _meanRatios,
        VarianceRatios = _varianceRatios,
        RunningMean = Running(norm.RunningMean, "running_mean"),
        RunningVariance = Running(norm.RunningVar, "running_var"),
        Momentum = norm.Momentum,
        IsRunningVarianceUnbiased = norm.IsRunningVarianceUnbiased,
    };

    // Where moments are added up, the running ones stay as they are until all batches were seen.
    private Span<float> Running(Tensor? moments, string name) =>
        moments is null ? default : total is null ? TensorMemory.Floats(moments, name) : new float[norm.Kernel.Channels];
}

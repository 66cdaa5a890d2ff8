using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>What one forward pass of an <see cref="SsnNorm"/> keeps for its backward pass, besides tensors.</summary>
internal sealed class SsnCall(SsnNorm norm, SsnWorkspace workspace, bool training)
{
    // The ratios of the forward pass: those of the layer may move on before the backward pass.
    private readonly double[] _meanRatios = norm.Ratios.Mean.Values.ToArray();
    private readonly double[] _varianceRatios = norm.Ratios.Variance.Values.ToArray();
    private readonly long _generation = norm.Ratios.Generation;
    private SsnWorkspace? _workspace = workspace;

    public SsnNorm Norm => norm;

    /// <summary>Whether the call waits in its layer for the next forward pass to take its workspace.</summary>
    public bool IsRecycled { get; set; }

    /// <summary>Takes the workspace away for another forward pass.</summary>
    public SsnWorkspace TakeWorkspace()
    {
        var taken = _workspace!;
        _workspace = null;
        return taken;
    }

    public void Forward(Tensor x, Tensor? residual, Tensor y)
    {
        var input = TensorMemory.Floats(x, nameof(x));
        var added = residual is null ? default : TensorMemory.Floats(residual, nameof(residual));
        var output = TensorMemory.Floats(y, nameof(y));
        if (training)
        {
            norm.Kernel.Forward(input, added, output, Parameters(), _workspace!, OpenMpTeam.Shared);
        }
        else
        {
            norm.Kernel.Evaluate(input, added, output, Parameters(), _workspace!, OpenMpTeam.Shared);
        }
    }

    /// <summary>Computes the gradients, in the order of the arguments of <see cref="SsnFunction"/>.</summary>
    /// <param name="x">x of the forward pass.</param>
    /// <param name="saved">What the kernel's <see cref="BackwardInput"/> names, or null.</param>
    /// <param name="upstream">∂L/∂y, contiguous.</param>
    public List<Tensor?> Backward(Tensor x, Tensor? saved, Tensor upstream)
    {
        if (_workspace is null)
        {
            throw new InvalidOperationException(
                $"Layer '{norm.Path}' ran its backward pass, then another forward pass, then the first backward pass again: run all backward passes of a graph before the next forward pass.");
        }

        CheckRatiosUnchanged();
        var kernel = norm.Kernel;
        var dx = empty_like(x);
        var dresidual = kernel.HasResidual ? empty_like(x) : null;
        var dweight = empty_like(norm.Weight);
        var dbias = empty_like(norm.Bias);
        Span<double> dmean = stackalloc double[kernel.Normalizers.Length];
        Span<double> dvariance = stackalloc double[kernel.Normalizers.Length];
        var ratios = norm.Ratios;
        var gradients = new SsnGradients
        {
            Gamma = TensorMemory.Floats(dweight, nameof(dweight)),
            Beta = TensorMemory.Floats(dbias, nameof(dbias)),
            MeanRatios = ratios.Mean.IsFixed ? default : dmean,
            VarianceRatios = ratios.Variance.IsFixed ? default : dvariance,
        };
        kernel.Backward(
            TensorMemory.Floats(x, nameof(x)),
            saved is null ? default : TensorMemory.Floats(saved, nameof(saved)),
            TensorMemory.Floats(upstream, nameof(upstream)),
            TensorMemory.Floats(dx, nameof(dx)),
            dresidual is null ? default : TensorMemory.Floats(dresidual, nameof(dresidual)),
            Parameters(),
            gradients,
            _workspace,
            OpenMpTeam.Shared);
        norm.Recycle(this);

        if (ratios.AreShared)
        {
            for (var k = 0; k < dmean.Length; k++)
            {
                dmean[k] += dvariance[k];
            }
        }

        var dmeanWeight = ControlGradient(ratios.Mean, norm.MeanWeight, dmean);
        var dvarWeight = ControlGradient(ratios.Variance, norm.VarWeight, dvariance);
        return [dx, dresidual, dweight, dbias, dmeanWeight, dvarWeight, null];
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
        RunningMean = norm.RunningMean is null ? default : TensorMemory.Floats(norm.RunningMean, "running_mean"),
        RunningVariance = norm.RunningVar is null ? default : TensorMemory.Floats(norm.RunningVar, "running_var"),
        Momentum = norm.Momentum,
    };
}

using System.ComponentModel;
using SsnGen.Networks;
using SsnGen.Threading;
using SsnGen.Training;

namespace SsnGen.Inference;

/// <summary>
/// A trained network that is one normalization and nothing else: its kernel, run as in evaluation on the caller's own
/// memory. Ratios that are one-hot leave only the passes that the selected pair needs. Generated networks use it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NormalizationNetwork
{
    private readonly SsnKernel _kernel;
    private readonly float[] _gamma;
    private readonly float[] _beta;
    private readonly float[] _runningMean;
    private readonly float[] _runningVariance;
    private readonly double[] _meanRatios;
    private readonly double[] _varianceRatios;
    private readonly WorkspacePool<SsnWorkspace> _workspaces = new(static () => new SsnWorkspace());

    /// <summary>Reads the weights of the normalization.</summary>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="normalization">What the weights are called, and what training chose.</param>
    /// <param name="weights">The weights; they are copied.</param>
    /// <exception cref="ArgumentException">Kernel and normalization are of different layers.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public NormalizationNetwork(SsnKernel kernel, NormalizationPacking normalization, NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(weights);
        if (kernel.Channels != normalization.Channels || !kernel.Normalizers.SequenceEqual(normalization.Normalizers) || kernel.Epsilon != normalization.Epsilon)
        {
            throw new ArgumentException(
                $"{kernel.GetType().Name} is no kernel of {normalization.Path}: channels, normalizers and epsilon must be the same.", nameof(kernel));
        }

        _kernel = kernel;
        (_meanRatios, _varianceRatios) = normalization.Ratios(weights);
        _gamma = normalization.Affine(weights, "weight");
        _beta = normalization.Affine(weights, "bias");
        (_runningMean, _runningVariance) = normalization.Running(weights, _meanRatios, _varianceRatios);
    }

    /// <summary>Normalizes a batch. Safe for concurrent use; allocates nothing once its working memory exists.</summary>
    /// <param name="input">x, [N, C, S].</param>
    /// <param name="residual">The residual, [N, C, S], which may be x; empty for a kernel without one.</param>
    /// <param name="output">Receives y, [N, C, S].</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the output overlaps an input elsewhere than at its start.</exception>
    public void Run(ReadOnlySpan<float> input, ReadOnlySpan<float> residual, Span<float> output, WorkerTeam team)
    {
        var workspace = _workspaces.Rent();
        var parameters = new SsnParameters
        {
            Gamma = _gamma,
            Beta = _beta,
            MeanRatios = _meanRatios,
            VarianceRatios = _varianceRatios,
            RunningMean = _runningMean,
            RunningVariance = _runningVariance,
        };
        _kernel.Evaluate(input, residual, output, parameters, workspace, team);
        _workspaces.Return(workspace);
    }
}

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
    private readonly CollapsedNormalization _normalization;
    private readonly NetworkEnd _input;
    private readonly NetworkEnd _output;
    private readonly WorkspacePool<SsnWorkspace> _workspaces = new(static () => new SsnWorkspace());

    /// <summary>Reads the weights of the normalization.</summary>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="layer">The layer, as compiled.</param>
    /// <param name="weights">The weights; they are copied.</param>
    /// <exception cref="ArgumentException">Kernel and normalization are of different layers.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public NormalizationNetwork(SsnKernel kernel, Layer layer, NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _normalization = new CollapsedNormalization(layer, weights);
        var described = _normalization.Normalization;
        if (kernel.Channels != layer.Output.Channels || !kernel.Normalizers.SequenceEqual(described.Normalizers) || kernel.Epsilon != described.Epsilon)
        {
            throw new ArgumentException(
                $"{kernel.GetType().Name} is no kernel of {layer.Path}: channels, normalizers and epsilon must be the same.", nameof(kernel));
        }

        _kernel = kernel;
        _input = new NetworkEnd("input", layer.Input);
        _output = new NetworkEnd("output", layer.Output);
    }

    /// <summary>Normalizes a batch. Safe for concurrent use; allocates nothing once its working memory exists.</summary>
    /// <param name="input">x, [N, C, S], which is the residual too, for a kernel that adds one.</param>
    /// <param name="output">Receives y, [N, C, S].</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="ArgumentException">The input is not a whole number of samples, the output has not room for exactly as many, or they overlap.</exception>
    public void Run(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (NetworkLengths.CountSamples(_input, input, _output, output) == 0)
        {
            return;
        }

        var workspace = _workspaces.Rent();
        var parameters = new SsnParameters
        {
            Gamma = _normalization.Gamma,
            Beta = _normalization.Beta,
            MeanRatios = _normalization.MeanRatios,
            VarianceRatios = _normalization.VarianceRatios,
            RunningMean = _normalization.RunningMean,
            RunningVariance = _normalization.RunningVariance,
        };
        _kernel.Evaluate(input, _kernel.HasResidual ? input : default, output, parameters, workspace, team);
        _workspaces.Return(workspace);
    }
}

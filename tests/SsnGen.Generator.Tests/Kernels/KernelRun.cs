extern alias runtime;

using runtime::SsnGen.Threading;
using runtime::SsnGen.Training;

namespace SsnGen.Generator.Tests.Kernels;

/// <summary>Runs an emitted kernel on a case and keeps what it wrote.</summary>
internal sealed class KernelRun
{
    public required float[] Y { get; init; }

    public required float[] RunningMean { get; init; }

    public required float[] RunningVariance { get; init; }

    public bool RefusedBatch { get; private set; }

    public double[] BatchMean { get; private set; } = [];

    public double[] BatchVariance { get; private set; } = [];

    public float[] Dx { get; private set; } = [];

    public float[] Dresidual { get; private set; } = [];

    public float[] Dgamma { get; private set; } = [];

    public float[] Dbeta { get; private set; } = [];

    public double[] Dp { get; private set; } = [];

    public double[] Dq { get; private set; } = [];

    /// <summary>The forward and, where wanted, the backward pass.</summary>
    /// <param name="case">The inputs.</param>
    /// <param name="team">The workers; one where null.</param>
    /// <param name="workspace">The workspace; one of its own where null.</param>
    /// <param name="backward">Whether to run the backward pass.</param>
    /// <param name="ratioGradients">Whether it computes the gradients of the ratios.</param>
    /// <param name="shift">Values by which tensors are moved off their alignment.</param>
    public static KernelRun Of(
        Case @case, WorkerTeam? team = null, SsnWorkspace? workspace = null, bool backward = true, bool ratioGradients = true, int shift = 0)
    {
        using var ownTeam = team is null ? new ThreadTeam(1) : null;
        using var ownWorkspace = workspace is null ? new SsnWorkspace() : null;
        (team, workspace) = (team ?? ownTeam!, workspace ?? ownWorkspace!);
        var kernel = KernelCompiler.Get(@case.Plan);
        var length = @case.X.Length;
        var (x, residual, y) = (Moved(@case.X, shift), Moved(@case.Residual, shift), new float[length + shift]);
        var run = new KernelRun
        {
            Y = new float[length],
            RunningMean = [.. @case.RunningMean],
            RunningVariance = [.. @case.RunningVariance],
        };
        var parameters = new SsnParameters
        {
            Gamma = @case.Gamma,
            Beta = @case.Beta,
            MeanRatios = @case.P,
            VarianceRatios = @case.Q,
            RunningMean = run.RunningMean,
            RunningVariance = run.RunningVariance,
            Momentum = @case.Momentum,
        };
        if (@case.Evaluation)
        {
            kernel.Evaluate(x.AsSpan(shift), residual.AsSpan(residual.Length - @case.Residual.Length), y.AsSpan(shift), parameters, workspace, team);
        }
        else
        {
            kernel.Forward(x.AsSpan(shift), residual.AsSpan(residual.Length - @case.Residual.Length), y.AsSpan(shift), parameters, workspace, team);
        }

        y.AsSpan(shift).CopyTo(run.Y);
        if (backward)
        {
            run.Backward(@case, kernel, parameters, x.AsSpan(shift), workspace, team, ratioGradients, shift);
        }

        run.RefusedBatch = workspace.RefusedBatch;
        (run.BatchMean, run.BatchVariance) = (workspace.BatchMean.ToArray(), workspace.BatchVariance.ToArray());
        return run;
    }

    private void Backward(
        Case @case, SsnKernel kernel, in SsnParameters parameters, Span<float> x, SsnWorkspace workspace, WorkerTeam team, bool ratioGradients, int shift)
    {
        var ratios = ratioGradients ? @case.P.Length : 0;
        var (dx, upstream) = (new float[x.Length + shift], Moved(@case.Upstream, shift));
        (Dx, Dresidual) = (new float[x.Length], new float[@case.Residual.Length]);
        (Dgamma, Dbeta) = (new float[@case.Gamma.Length], new float[@case.Beta.Length]);
        (Dp, Dq) = (new double[ratios], new double[ratios]);
        float[] saved = kernel.BackwardInput switch
        {
            BackwardInput.Output => Y,
            BackwardInput.Residual => @case.Residual,
            _ => [],
        };
        kernel.Backward(
            x, saved, upstream.AsSpan(shift), dx.AsSpan(shift), Dresidual, parameters,
            new SsnGradients { Gamma = Dgamma, Beta = Dbeta, MeanRatios = Dp, VarianceRatios = Dq }, workspace, team);
        dx.AsSpan(shift).CopyTo(Dx);
    }

    private static float[] Moved(float[] values, int shift) => values.Length == 0 ? values : [.. new float[shift], .. values];
}

using System.Collections.Immutable;
using SsnGen.Threading;

namespace SsnGen.Training;

/// <summary>
/// Sparse Switchable Normalization of one shape, fused with what follows it in a layer:
/// y = activation(γ (x − μ)/√(σ² + ε) + β + residual), μ = Σ_k p_k μ_k, σ² = Σ_k q_k v_k over the normalizers k.
/// The generator emits one subclass per specialization, which holds all loops; this class checks every argument once,
/// chooses the order of work and splits it over a team of workers.
/// </summary>
/// <remarks>
/// <para>Tensors are float32, contiguous, [N, C, S]: N samples (from the length of x; 0 is allowed), C channels,
/// S values per slab.</para>
/// <para>Numeric contract: ‖y − y64‖∞ ≤ 4e-6·(1 + ‖y64‖∞) against a float64 reference for inputs whose mean is at most
/// 1e4 times their deviation; gradients within 2e-5 of their norm. Finite inputs up to ±1e30 do not overflow. NaN or
/// infinity in one sample reaches that sample alone, unless batch moments of this very batch are in use. Results are
/// the same bit for bit from run to run and for any number of workers.</para>
/// <para>Source: Shao et al., <i>SSN: Learning Sparse Switchable Normalization via SparsestMax</i>, CVPR 2019,
/// equations 1 to 3. Moments of layers, groups and the batch follow from those of slabs by the law of total variance.</para>
/// <para>A kernel holds no state and serves any number of threads, each with a workspace of its own.</para>
/// </remarks>
public abstract unsafe partial class SsnKernel
{
    /// <summary>Describes a specialization.</summary>
    /// <param name="channels">C.</param>
    /// <param name="slabSize">S.</param>
    /// <param name="normalizers">Ω, in the order of <see cref="Normalizer"/>.</param>
    /// <param name="groups">Groups of the group normalizer, 1 where it is not in Ω.</param>
    /// <param name="epsilon">Added to the variance before the square root.</param>
    /// <param name="bessel">Whether slab variances are divided by S − 1.</param>
    /// <param name="activation">The activation, or null.</param>
    /// <param name="hasResidual">Whether a residual is added before the activation.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or slabs of one value have Bessel's correction.</exception>
    protected SsnKernel(
        int channels,
        int slabSize,
        ImmutableArray<Normalizer> normalizers,
        int groups,
        float epsilon,
        bool bessel,
        Activation? activation,
        bool hasResidual)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slabSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        if (channels % groups != 0)
        {
            throw new ArgumentException($"{groups} groups do not divide {channels} channels.", nameof(groups));
        }

        if (bessel && slabSize == 1)
        {
            throw new ArgumentException(
                "Bessel's correction divides slab variances by S − 1, which needs slabs of more than one value.", nameof(bessel));
        }

        Channels = channels;
        SlabSize = slabSize;
        Normalizers = normalizers;
        Groups = groups;
        Epsilon = epsilon;
        Bessel = bessel;
        Activation = activation;
        HasResidual = hasResidual;
        _instance = normalizers.IndexOf(Normalizer.Instance);
        _layer = normalizers.IndexOf(Normalizer.Layer);
        _batch = normalizers.IndexOf(Normalizer.Batch);
        _group = normalizers.IndexOf(Normalizer.Group);
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>S, the values of one channel of one sample.</summary>
    public int SlabSize { get; }

    /// <summary>The normalizers Ω: the order of the ratios.</summary>
    public ImmutableArray<Normalizer> Normalizers { get; }

    /// <summary>Groups of the group normalizer, 1 where it is not in Ω.</summary>
    public int Groups { get; }

    /// <summary>Added to the variance before the square root.</summary>
    public float Epsilon { get; }

    /// <summary>Whether slab variances are divided by S − 1.</summary>
    public bool Bessel { get; }

    /// <summary>The activation, or null.</summary>
    public Activation? Activation { get; }

    /// <summary>Whether a residual is added before the activation.</summary>
    public bool HasResidual { get; }

    /// <summary>What <see cref="Backward"/> takes besides x and the upstream gradient.</summary>
    public BackwardInput BackwardInput =>
        !HasResidual || Activation is null ? BackwardInput.Input : Activation.FollowsSign ? BackwardInput.Output : BackwardInput.Residual;

    /// <summary>
    /// The forward pass of training: moments of this batch, which also move the running moments (unless both ratio
    /// vectors are one-hot elsewhere: then nothing of the batch is computed).
    /// </summary>
    /// <remarks>
    /// Running moments take v_bn as it is, divided by N·S, as the published layer does. They stay as they are, all of
    /// them, where one would not be finite (<see cref="SsnWorkspace.RefusedBatch"/>). y may be x, where no backward pass
    /// follows, or the residual, where <see cref="BackwardInput"/> is not <see cref="BackwardInput.Residual"/>; any other
    /// overlap is refused.
    /// </remarks>
    /// <param name="x">x, [N, C, S].</param>
    /// <param name="residual">The residual, [N, C, S]; empty for a kernel without one.</param>
    /// <param name="y">Where y is written, [N, C, S].</param>
    /// <param name="parameters">Affine parameters, ratios and running moments.</param>
    /// <param name="workspace">Keeps the moments for the backward pass.</param>
    /// <param name="team">The workers.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    /// <exception cref="ObjectDisposedException">The workspace is disposed.</exception>
    public void Forward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> residual,
        Span<float> y,
        in SsnParameters parameters,
        SsnWorkspace workspace,
        WorkerTeam team) => RunForward(x, residual, y, parameters, workspace, team, evaluation: false);

    /// <summary>
    /// The forward pass of evaluation: running moments in place of those of the batch, which are left as they are. A
    /// backward pass may follow, and treats them as constants.
    /// </summary>
    /// <inheritdoc cref="Forward" path="/param"/>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public void Evaluate(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> residual,
        Span<float> y,
        in SsnParameters parameters,
        SsnWorkspace workspace,
        WorkerTeam team) => RunForward(x, residual, y, parameters, workspace, team, evaluation: true);

    /// <summary>The backward pass of the forward pass that filled the workspace; may be repeated.</summary>
    /// <remarks>
    /// Gradients may be written over inputs of this pass (dx over the upstream gradient, say), each over one and from
    /// its start; any other overlap is refused.
    /// </remarks>
    /// <param name="x">x of the forward pass, [N, C, S].</param>
    /// <param name="saved">What <see cref="BackwardInput"/> names, [N, C, S], otherwise empty.</param>
    /// <param name="upstream">∂L/∂y, [N, C, S].</param>
    /// <param name="dx">Where ∂L/∂x is written, [N, C, S].</param>
    /// <param name="dresidual">Where ∂L/∂residual is written, [N, C, S]; empty for a kernel without a residual.</param>
    /// <param name="parameters">The values of the forward pass; running moments are not read.</param>
    /// <param name="gradients">Where the gradients of the parameters are written. Without ratio gradients nothing is computed for them.</param>
    /// <param name="workspace">The workspace of the forward pass.</param>
    /// <param name="team">The workers.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">The workspace holds another pass, or one whose output overwrote x.</exception>
    /// <exception cref="ObjectDisposedException">The workspace is disposed.</exception>
    public void Backward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> saved,
        ReadOnlySpan<float> upstream,
        Span<float> dx,
        Span<float> dresidual,
        in SsnParameters parameters,
        in SsnGradients gradients,
        SsnWorkspace workspace,
        WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(team);
        var samples = CountSamples(x);
        CheckTensor(saved.Length, BackwardInput == BackwardInput.Input ? 0 : x.Length, nameof(saved));
        CheckTensor(upstream.Length, x.Length, nameof(upstream));
        CheckTensor(dx.Length, x.Length, nameof(dx));
        CheckTensor(dresidual.Length, HasResidual ? x.Length : 0, nameof(dresidual));
        CheckOverlap(dx, x, nameof(dx), nameof(x));
        CheckOverlap(dx, saved, nameof(dx), nameof(saved));
        CheckOverlap(dx, upstream, nameof(dx), nameof(upstream));
        CheckOverlap(dresidual, x, nameof(dresidual), nameof(x));
        CheckOverlap(dresidual, saved, nameof(dresidual), nameof(saved));
        CheckOverlap(dresidual, upstream, nameof(dresidual), nameof(upstream));
        if (dx.Overlaps(dresidual))
        {
            throw new ArgumentException("dresidual and dx share memory: each gradient needs its own.", nameof(dresidual));
        }

        CheckParameters(parameters);
        CheckGradients(gradients);
        var pass = workspace.BeginBackward(this, samples);
        fixed (float* px = x, ps = saved, pu = upstream, pdx = dx, pdr = dresidual)
        fixed (float* pg = parameters.Gamma, pdg = gradients.Gamma, pdb = gradients.Beta)
        fixed (double* pm = parameters.MeanRatios, pv = parameters.VarianceRatios)
        fixed (double* pdm = gradients.MeanRatios, pdv = gradients.VarianceRatios)
        {
            pass.X = px;
            pass.Y = pass.Residual = ps;
            pass.Upstream = pu;
            pass.InputGradient = pdx;
            pass.ResidualGradient = pdr;
            pass.Gamma = pg;
            pass.MeanRatios = pm;
            pass.VarianceRatios = pv;
            pass.GammaGradient = pdg;
            pass.BetaGradient = pdb;
            pass.MeanRatioGradient = pdm;
            pass.VarianceRatioGradient = pdv;
            pass.BatchIsConstant = workspace.IsEvaluation;
            try
            {
                RunBackward(pass, team);
            }
            finally
            {
                pass.ForgetTensors();
                GC.KeepAlive(workspace);
            }
        }
    }

    private void RunForward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> residual,
        Span<float> y,
        in SsnParameters parameters,
        SsnWorkspace workspace,
        WorkerTeam team,
        bool evaluation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(team);
        var samples = CountSamples(x);
        CheckTensor(residual.Length, HasResidual ? x.Length : 0, nameof(residual));
        CheckTensor(y.Length, x.Length, nameof(y));
        CheckOverlap(y, x, nameof(y), nameof(x));
        CheckOverlap(y, residual, nameof(y), nameof(residual));
        CheckParameters(parameters);
        CheckRunningMoments(parameters);
        var pass = workspace.BeginForward(this, samples);
        fixed (float* px = x, pr = residual, py = y)
        fixed (float* pg = parameters.Gamma, pb = parameters.Beta)
        fixed (float* prm = parameters.RunningMean, prv = parameters.RunningVariance)
        fixed (double* pm = parameters.MeanRatios, pv = parameters.VarianceRatios)
        {
            pass.X = px;
            pass.Residual = pr;
            pass.Y = py;
            pass.Gamma = pg;
            pass.Beta = pb;
            pass.MeanRatios = pm;
            pass.VarianceRatios = pv;
            pass.RunningMean = prm;
            pass.RunningVariance = prv;
            pass.Momentum = parameters.Momentum;
            pass.VarianceFactor = parameters.IsRunningVarianceUnbiased ? 1 + (1 / (((double)samples * SlabSize) - 1)) : 1;
            pass.BatchIsConstant = evaluation;
            try
            {
                RunForward(pass, team);
                workspace.EndForward(this, evaluation, inputOverwritten: samples > 0 && px == py);
            }
            finally
            {
                pass.ForgetTensors();
            }
        }
    }
}

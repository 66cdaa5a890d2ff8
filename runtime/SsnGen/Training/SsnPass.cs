using System.ComponentModel;
using SsnGen.Threading;

namespace SsnGen.Training;

/// <summary>
/// The memory of one pass of an SSN kernel: what emitted code reads and writes. Lengths were checked where the pass
/// began (<see cref="SsnKernel"/>); pointers are valid until it ends. N samples, C channels, G groups, S values per slab.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class SsnPass : ParallelWork
{
    internal SsnPass()
    {
    }

    /// <summary>N.</summary>
    public int Samples { get; internal set; }

    /// <summary>Whether the tensors are too large to stay in the caches of one processor from one pass to the next.</summary>
    public bool Streams { get; internal set; }

    /// <summary>x, [N, C, S].</summary>
    public float* X { get; internal set; }

    /// <summary>The residual, [N, C, S]; null where the pass has none.</summary>
    public float* Residual { get; internal set; }

    /// <summary>y, [N, C, S]: written by the forward pass, read by a backward pass that needs it.</summary>
    public float* Y { get; internal set; }

    /// <summary>∂L/∂y, [N, C, S].</summary>
    public float* Upstream { get; internal set; }

    /// <summary>∂L/∂x, [N, C, S].</summary>
    public float* InputGradient { get; internal set; }

    /// <summary>∂L/∂residual, [N, C, S].</summary>
    public float* ResidualGradient { get; internal set; }

    /// <summary>γ, [C].</summary>
    public float* Gamma { get; internal set; }

    /// <summary>β, [C].</summary>
    public float* Beta { get; internal set; }

    /// <summary>p, [K].</summary>
    public double* MeanRatios { get; internal set; }

    /// <summary>q, [K].</summary>
    public double* VarianceRatios { get; internal set; }

    /// <summary>Whether the batch moments are running moments: constants, through which no gradient flows.</summary>
    public bool BatchIsConstant { get; internal set; }

    /// <summary>μ_in, [N, C].</summary>
    public double* SlabMean { get; private set; }

    /// <summary>v_in, [N, C].</summary>
    public double* SlabVariance { get; private set; }

    /// <summary>μ_ln, [N].</summary>
    public double* LayerMean { get; private set; }

    /// <summary>v_ln, [N].</summary>
    public double* LayerVariance { get; private set; }

    /// <summary>μ of each group, [N, G].</summary>
    public double* GroupMean { get; private set; }

    /// <summary>v of each group, [N, G].</summary>
    public double* GroupVariance { get; private set; }

    /// <summary>μ_bn, [C].</summary>
    public double* BatchMean { get; private set; }

    /// <summary>v_bn, [C].</summary>
    public double* BatchVariance { get; private set; }

    /// <summary>μ_hi = (float)μ, [N, C].</summary>
    public float* Mean { get; private set; }

    /// <summary>r = 1/√(σ² + ε), [N, C].</summary>
    public float* Inverse { get; private set; }

    /// <summary>a = γ r, [N, C].</summary>
    public float* Scale { get; private set; }

    /// <summary>b = β − a (μ − μ_hi), [N, C].</summary>
    public float* Shift { get; private set; }

    /// <summary>G0 = Σ_s g, [N, C].</summary>
    public double* GradientSum { get; private set; }

    /// <summary>r h = Σ_s g (x − μ) r, [N, C].</summary>
    public double* GradientDot { get; private set; }

    /// <summary>∂L/∂μ, [N, C].</summary>
    public double* MeanGradient { get; private set; }

    /// <summary>∂L/∂σ², [N, C].</summary>
    public double* VarianceGradient { get; private set; }

    /// <summary>Σ_c ∂L/∂μ, [N].</summary>
    public double* LayerMeanGradient { get; private set; }

    /// <summary>Σ_c ∂L/∂σ², [N].</summary>
    public double* LayerVarianceGradient { get; private set; }

    /// <summary>Σ ∂L/∂μ over the channels of each group, [N, G].</summary>
    public double* GroupMeanGradient { get; private set; }

    /// <summary>Σ ∂L/∂σ² over the channels of each group, [N, G].</summary>
    public double* GroupVarianceGradient { get; private set; }

    /// <summary>Σ_n ∂L/∂μ, [C].</summary>
    public double* BatchMeanGradient { get; private set; }

    /// <summary>Σ_n ∂L/∂σ², [C].</summary>
    public double* BatchVarianceGradient { get; private set; }

    /// <summary>Σ_n r h, [C]: ∂L/∂γ before it is rounded.</summary>
    public double* GammaSum { get; private set; }

    /// <summary>Σ_n G0, [C]: ∂L/∂β before it is rounded.</summary>
    public double* BetaSum { get; private set; }

    /// <summary>Σ_c ∂L/∂μ·μ_in, [N]: each sample's part of the gradient of p's instance ratio.</summary>
    public double* InstanceMeanProduct { get; private set; }

    /// <summary>Σ_c ∂L/∂σ²·v_in, [N]: each sample's part of the gradient of q's instance ratio.</summary>
    public double* InstanceVarianceProduct { get; private set; }

    /// <summary>The point that ∂L/∂x is expanded about, (float)μ_in, [N, C].</summary>
    public float* Center { get; private set; }

    /// <summary>The coefficient of (x − center) r in ∂L/∂x, [N, C].</summary>
    public float* Slope { get; private set; }

    /// <summary>The constant of ∂L/∂x, [N, C].</summary>
    public float* Offset { get; private set; }

    /// <summary>∂L/∂γ, [C].</summary>
    public float* GammaGradient { get; internal set; }

    /// <summary>∂L/∂β, [C].</summary>
    public float* BetaGradient { get; internal set; }

    /// <summary>∂L/∂p, [K]; null where not wanted.</summary>
    public double* MeanRatioGradient { get; internal set; }

    /// <summary>∂L/∂q, [K]; null where not wanted.</summary>
    public double* VarianceRatioGradient { get; internal set; }

    /// <summary>Whether ∂L/∂p or ∂L/∂q is wanted.</summary>
    public bool WantsRatioGradients => MeanRatioGradient != null || VarianceRatioGradient != null;

    internal SsnKernel? Kernel { get; set; }

    /// <summary>The running mean, [C]: moved by training, read by evaluation; null where batch is not in Ω.</summary>
    internal float* RunningMean { get; set; }

    /// <summary>The running variance, [C]; null where batch is not in Ω.</summary>
    internal float* RunningVariance { get; set; }

    /// <summary>Weight of the new value in the running moments.</summary>
    internal double Momentum { get; set; }

    /// <summary>What the variance of a batch is multiplied by before the running one moves towards it; infinite for one value.</summary>
    internal double VarianceFactor { get; set; }

    internal SsnPhase Phase { get; set; }

    /// <summary>Whether <see cref="SlabMean"/> and <see cref="SlabVariance"/> hold the moments of this input.</summary>
    internal bool HasSlabMoments { get; set; }

    /// <summary>Whether the moments of layers and groups hold those of this input.</summary>
    internal bool HasSampleMoments { get; set; }

    /// <summary>Whether the moments of the batch hold those of this input, or the running ones.</summary>
    internal bool HasBatchMoments { get; set; }

    /// <summary>Whether moments of layers and groups are computed.</summary>
    internal bool PoolsSamples { get; set; }

    /// <summary>Whether moments of the batch are computed (and not running ones, or none).</summary>
    internal bool PoolsBatch { get; set; }

    /// <summary>Whether the moments of the batch were not adopted, as the running moments would not have stayed finite.</summary>
    internal bool RefusedBatch { get; set; }

    /// <inheritdoc/>
    public override void Run(int worker, int workers) => Kernel!.RunPhase(this, worker, workers);

    internal void Clear()
    {
        ForgetTensors();
        HasSlabMoments = HasSampleMoments = HasBatchMoments = false;
        PoolsSamples = PoolsBatch = RefusedBatch = false;
    }

    /// <summary>Drops the pointers into the caller's memory, which are valid during a pass only.</summary>
    internal void ForgetTensors()
    {
        Kernel = null;
        X = Residual = Y = Upstream = InputGradient = ResidualGradient = null;
        Gamma = Beta = RunningMean = RunningVariance = GammaGradient = BetaGradient = null;
        MeanRatios = VarianceRatios = MeanRatioGradient = VarianceRatioGradient = null;
    }

    /// <summary>Places the arrays of a forward pass in a block, or only counts the doubles they take where it is null.</summary>
    internal int LayOutForward(double* block, SsnKernel kernel)
    {
        var (slabs, groups) = (Samples * kernel.Channels, Samples * kernel.Groups);
        var layout = new Layout(block);
        SlabMean = layout.Doubles(slabs);
        SlabVariance = layout.Doubles(slabs);
        LayerMean = layout.Doubles(Samples);
        LayerVariance = layout.Doubles(Samples);
        GroupMean = layout.Doubles(groups);
        GroupVariance = layout.Doubles(groups);
        BatchMean = layout.Doubles(kernel.Channels);
        BatchVariance = layout.Doubles(kernel.Channels);
        Mean = layout.Floats(slabs);
        Inverse = layout.Floats(slabs);
        Scale = layout.Floats(slabs);
        Shift = layout.Floats(slabs);
        return layout.Length;
    }

    /// <summary>Places the further arrays of a backward pass.</summary>
    internal int LayOutBackward(double* block, SsnKernel kernel)
    {
        var (slabs, groups) = (Samples * kernel.Channels, Samples * kernel.Groups);
        var layout = new Layout(block);
        GradientSum = layout.Doubles(slabs);
        GradientDot = layout.Doubles(slabs);
        MeanGradient = layout.Doubles(slabs);
        VarianceGradient = layout.Doubles(slabs);
        LayerMeanGradient = layout.Doubles(Samples);
        LayerVarianceGradient = layout.Doubles(Samples);
        GroupMeanGradient = layout.Doubles(groups);
        GroupVarianceGradient = layout.Doubles(groups);
        BatchMeanGradient = layout.Doubles(kernel.Channels);
        BatchVarianceGradient = layout.Doubles(kernel.Channels);
        GammaSum = layout.Doubles(kernel.Channels);
        BetaSum = layout.Doubles(kernel.Channels);
        InstanceMeanProduct = layout.Doubles(Samples);
        InstanceVarianceProduct = layout.Doubles(Samples);
        Center = layout.Floats(slabs);
        Slope = layout.Floats(slabs);
        Offset = layout.Floats(slabs);
        return layout.Length;
    }

    /// <summary>Carves arrays, each on a cache line of its own, out of one block of doubles.</summary>
    private struct Layout(double* block)
    {
        private const int CacheLine = 64 / sizeof(double);

        public int Length { get; private set; }

        public double* Doubles(int count)
        {
            var start = Length;
            Length = checked(Length + ((count + CacheLine - 1) / CacheLine * CacheLine));
            return block == null ? null : block + start;
        }

        public float* Floats(int count) => (float*)Doubles((count / 2) + (count % 2));
    }
}

using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

// The running moments of the batch normalizer: how they move, how they are frozen, how they are computed anew.
public sealed partial class SsnNorm
{
    private MomentsTotal? _total;
    private float _momentum;
    private long _refusedBatches;
    private bool _affineIsFrozen;

    /// <summary>Weight of the new value in the running moments, from 0 to 1. Default: what the definition says.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Momentum
    {
        get => _momentum;
        set => _momentum = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The momentum of layer '{Path}' is the weight of the new value, from 0 to 1.");
    }

    /// <summary>
    /// How many batches have left the running moments as they were, because their own were not finite: a NaN in a
    /// picture, or values whose variance exceeds what a float can hold. Not part of the state; starts at 0.
    /// </summary>
    public long RefusedBatches => Interlocked.Read(ref _refusedBatches);

    /// <summary>Whether <see cref="FreezeMoments"/> was called, and <see cref="UnfreezeMoments"/> not since.</summary>
    public bool MomentsAreFrozen { get; private set; }

    /// <summary>The running mean of the batch normalizer, [C], or null without it.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The running variance of the batch normalizer, [C], or null without it. Biased, but for <see cref="BatchNormAttribute"/>.</summary>
    public Tensor? RunningVar { get; }

    internal bool IsRunningVarianceUnbiased { get; }

    /// <summary>
    /// Normalizes with the running moments from now on, in training too, and leaves them as they are, whatever
    /// <c>train()</c> and <c>eval()</c> say; for fine-tuning with batches too small for moments of their own. The ratios go
    /// on learning. Has no meaning for a layer without the batch normalizer. Not part of the state.
    /// </summary>
    /// <param name="affine">Whether γ and β are frozen as well: they get no gradient.</param>
    public void FreezeMoments(bool affine = false)
    {
        MomentsAreFrozen = true;
        if (affine)
        {
            SetAffineFrozen(true);
        }
    }

    /// <summary>Ends what <see cref="FreezeMoments"/> began, for γ and β too.</summary>
    public void UnfreezeMoments()
    {
        MomentsAreFrozen = false;
        if (_affineIsFrozen)
        {
            SetAffineFrozen(false);
        }
    }

    internal void CountRefusedBatch() => Interlocked.Increment(ref _refusedBatches);

    /// <summary>Adds up the moments of the following batches, with which they are normalized, instead of moving the running ones.</summary>
    internal void BeginTotal() => _total = RunningMean is null || MomentsAreFrozen ? null : new MomentsTotal(Kernel.Channels);

    /// <summary>Ends what <see cref="BeginTotal"/> began.</summary>
    /// <returns>The moments, or null where the layer has none to recompute.</returns>
    internal MomentsTotal? EndTotal()
    {
        var total = _total;
        _total = null;
        return total;
    }

    private void SetAffineFrozen(bool value)
    {
        _affineIsFrozen = value;
        Weight.requires_grad = !value;
        Bias.requires_grad = !value;
    }
}

using SsnGen.Buffers;

namespace SsnGen.Training;

/// <summary>
/// What an SSN kernel keeps from the forward to the backward pass of one layer: the moments and coefficients of each
/// slab, 32 bytes per sample and channel (and 44 more once a backward pass has run). It serves any kernel and any
/// batch size, growing as needed, and remembers the pass that filled it. It may be used by one thread at a time.
/// </summary>
public sealed unsafe class SsnWorkspace : IDisposable
{
    private readonly NativeBuffer<double> _forward = new();
    private readonly NativeBuffer<double> _backward = new();
    private bool _hasBatchMoments;
    private bool _disposed;

    /// <summary>The kernel whose forward pass filled the workspace, or null before one.</summary>
    public SsnKernel? Kernel { get; private set; }

    /// <summary>The batch size of that forward pass.</summary>
    public int Samples { get; private set; }

    /// <summary>Whether that forward pass used running moments (<see cref="SsnKernel.Evaluate"/>).</summary>
    public bool IsEvaluation { get; private set; }

    /// <summary>
    /// Whether that forward pass was one of training whose batch the running moments did not adopt: a moment of some
    /// channel would not have stayed finite as a float (a NaN in the input, say, or a variance beyond 3.4e38). The running
    /// moments of all channels are then as they were before the pass. False before a pass.
    /// </summary>
    public bool RefusedBatch { get; private set; }

    /// <summary>
    /// μ_bn of that forward pass, [C]: what training has measured of this very batch, finite or not. Empty where the pass
    /// measured none: evaluation, an empty batch, a kernel without the batch normalizer, or ratios that are both one-hot
    /// and elsewhere. A view of the workspace's memory: read it before the workspace is used again or disposed.
    /// </summary>
    public ReadOnlySpan<double> BatchMean => _hasBatchMoments ? new(Pass.BatchMean, Kernel!.Channels) : default;

    /// <summary>
    /// v_bn of that forward pass, [C]: biased, mean_n v_in + mean_n (μ_in − μ_bn)²; empty and valid as
    /// <see cref="BatchMean"/> is.
    /// </summary>
    public ReadOnlySpan<double> BatchVariance => _hasBatchMoments ? new(Pass.BatchVariance, Kernel!.Channels) : default;

    /// <summary>Whether that forward pass overwrote its input, so that no backward pass can follow.</summary>
    internal bool InputOverwritten { get; private set; }

    /// <summary>The pointers that the emitted code works on; owned here so that a pass allocates nothing.</summary>
    internal SsnPass Pass { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        Forget();
        _disposed = true;
    }

    /// <summary>Forgets the previous pass and makes room for a forward pass.</summary>
    internal SsnPass BeginForward(SsnKernel kernel, int samples)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Forget();
        Pass.Clear();
        Pass.Samples = samples;
        _forward.EnsureCapacity(Pass.LayOutForward(null, kernel));
        Pass.LayOutForward(_forward.Pointer, kernel);
        return Pass;
    }

    /// <summary>Remembers a forward pass that has succeeded.</summary>
    internal void EndForward(SsnKernel kernel, bool evaluation, bool inputOverwritten)
    {
        Kernel = kernel;
        Samples = Pass.Samples;
        IsEvaluation = evaluation;
        InputOverwritten = inputOverwritten;
        RefusedBatch = Pass.RefusedBatch;
        _hasBatchMoments = Pass.PoolsBatch;
        Pass.ForgetTensors();
    }

    /// <summary>Makes room for the backward pass that belongs to the forward pass kept here.</summary>
    internal SsnPass BeginBackward(SsnKernel kernel, int samples)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Kernel != kernel)
        {
            throw new InvalidOperationException(
                $"The workspace was filled by {(Kernel is null ? "no forward pass" : "a forward pass of " + Kernel.GetType().Name)}, "
                + $"and cannot serve a backward pass of {kernel.GetType().Name}: run its forward pass with this workspace first.");
        }

        if (Samples != samples)
        {
            throw new InvalidOperationException(
                $"The workspace was filled by a forward pass of {Samples} samples and cannot serve a backward pass of {samples}.");
        }

        if (InputOverwritten)
        {
            throw new InvalidOperationException(
                "The forward pass ran in place and overwrote x, which the backward pass reads: give it an output of its own.");
        }

        _backward.EnsureCapacity(Pass.LayOutBackward(null, kernel));
        Pass.LayOutBackward(_backward.Pointer, kernel);
        return Pass;
    }

    private void Forget()
    {
        Kernel = null;
        RefusedBatch = _hasBatchMoments = false;
    }
}

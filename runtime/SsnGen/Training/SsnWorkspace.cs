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
    private bool _disposed;

    /// <summary>The kernel whose forward pass filled the workspace, or null before one.</summary>
    public SsnKernel? Kernel { get; private set; }

    /// <summary>The batch size of that forward pass.</summary>
    public int Samples { get; private set; }

    /// <summary>Whether that forward pass used running moments (<see cref="SsnKernel.Evaluate"/>).</summary>
    public bool IsEvaluation { get; private set; }

    /// <summary>Whether that forward pass overwrote its input, so that no backward pass can follow.</summary>
    internal bool InputOverwritten { get; private set; }

    /// <summary>The pointers that the emitted code works on; owned here so that a pass allocates nothing.</summary>
    internal SsnPass Pass { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        Kernel = null;
        _disposed = true;
    }

    /// <summary>Forgets the previous pass and makes room for a forward pass.</summary>
    internal SsnPass BeginForward(SsnKernel kernel, int samples)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Kernel = null;
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
}

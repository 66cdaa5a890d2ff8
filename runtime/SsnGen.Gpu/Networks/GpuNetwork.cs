using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;
using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Gpu.Networks;

/// <summary>
/// A trained network on a device. Its weights and everything between its layers stay in the device's memory, which
/// grows with the batch. The generator emits a subclass for each model.
/// </summary>
/// <remarks>
/// A network serves one stream and one thread at a time: batches share the memory between layers. Tensors are float32,
/// [N, C, H, W] without gaps. The result of a batch is the same bit for bit from run to run on one device.
/// </remarks>
public abstract class GpuNetwork : IDisposable
{
    private readonly GpuNetworkEnds _ends;
    private readonly NetworkMemory _memory;
    private readonly GpuBlas? _blas;
    private readonly NormalizationKernels _normalizations;
    private bool _isDisposed;

    /// <summary>Prepares a device for a network.</summary>
    /// <param name="accelerator">The device; the network must be disposed before it.</param>
    /// <param name="layout">What the network needs.</param>
    /// <param name="blas">The device's library for products of matrices, which the network then owns; null to convolve by emitted kernels alone.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GpuNetwork(Accelerator accelerator, GpuNetworkLayout layout, GpuBlas? blas)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(layout);
        Accelerator = accelerator;
        _ends = new GpuNetworkEnds(layout);
        _blas = blas;
        _memory = new NetworkMemory(accelerator, layout);
        _normalizations = new NormalizationKernels(accelerator, _memory);
    }

    /// <summary>The device.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Whether convolutions without groups, and linear layers, run on the device's library (cuBLAS) instead of emitted kernels.</summary>
    public bool UsesBlas => _blas is not null;

    /// <summary>It in one line, such as <c>DigitsNet on NVIDIA H100</c>.</summary>
    public override string ToString() => $"{(GetType().DeclaringType ?? GetType()).Name} on {Accelerator.Name}";

    /// <summary>Runs a batch of any size from host memory through a network of one input and one output, and waits for it.</summary>
    /// <param name="images">The samples, [N, C, H, W].</param>
    /// <param name="outputs">Receives their outputs, [N, C, H, W] of the output's shape.</param>
    /// <exception cref="ArgumentException">The images are not a whole number of samples, too many, or the outputs have not room for exactly as many.</exception>
    /// <exception cref="InvalidOperationException">The network has several inputs or outputs.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void Run(ReadOnlySpan<float> images, Span<float> outputs)
    {
        _ends.RequireOne();
        var samples = Begin([images.Length], [outputs.Length]);
        if (samples == 0)
        {
            return;
        }

        var stream = Accelerator.DefaultStream;
        _memory.Input(0, samples).CopyFromCPU(stream, images);
        Queue(stream, [_memory.Input(0, samples)], [_memory.Output(0, samples)], samples);
        _memory.Output(0, samples).CopyToCPU(stream, outputs);
        stream.Synchronize();
    }

    /// <summary>Runs a batch of any size from host memory, and waits for it.</summary>
    /// <param name="inputs">The samples, [N, C, H, W], for each input in the order of the network's graph.</param>
    /// <param name="outputs">Receives each output, [N, C, H, W] of its shape, in the same order.</param>
    /// <exception cref="ArgumentException">There are more or fewer inputs or outputs than the network has, an input is not a whole number of samples, or of another number than the first, there are too many, or an output has not room for exactly as many, or overlaps another.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void Run(ReadOnlySpan<ReadOnlyMemory<float>> inputs, ReadOnlySpan<Memory<float>> outputs)
    {
        var (given, room) = (new long[inputs.Length], new long[outputs.Length]);
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = inputs[i].Length;
        }

        for (var i = 0; i < room.Length; i++)
        {
            room[i] = outputs[i].Length;
        }

        var samples = Begin(given, room);
        _ends.CheckPlaces(outputs);
        if (samples == 0)
        {
            return;
        }

        var stream = Accelerator.DefaultStream;
        var (x, y) = (new ArrayView<float>[inputs.Length], new ArrayView<float>[outputs.Length]);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = _memory.Input(i, samples);
            x[i].CopyFromCPU(stream, inputs[i].Span);
        }

        for (var i = 0; i < y.Length; i++)
        {
            y[i] = _memory.Output(i, samples);
        }

        Queue(stream, x, y, samples);
        for (var i = 0; i < y.Length; i++)
        {
            y[i].CopyToCPU(stream, outputs[i].Span);
        }

        stream.Synchronize();
    }

    /// <summary>Queues a batch of any size in the device's memory, for a network of one input and one output. Nothing waits, but where the batch is the largest so far: memory grows then, behind all that is queued.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="images">The samples, [N, C, H, W]; they start on 16 bytes.</param>
    /// <param name="outputs">Receives their outputs, [N, C, H, W] of the output's shape; starts on 16 bytes and does not overlap the images.</param>
    /// <exception cref="ArgumentException">A length does not fit, there are too many samples, the views overlap or do not start on 16 bytes, or the stream is another device's.</exception>
    /// <exception cref="InvalidOperationException">The network has several inputs or outputs.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void Run(AcceleratorStream stream, ArrayView<float> images, ArrayView<float> outputs)
    {
        _ends.RequireOne();
        Run(stream, [images], [outputs]);
    }

    /// <summary>Queues a batch of any size in the device's memory. Nothing waits, but where the batch is the largest so far: memory grows then, behind all that is queued.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="inputs">The samples, [N, C, H, W], for each input in the order of the network's graph; each starts on 16 bytes.</param>
    /// <param name="outputs">Receives each output, [N, C, H, W] of its shape, in the same order; each starts on 16 bytes, and overlaps no other and no input.</param>
    /// <exception cref="ArgumentException">There are more or fewer inputs or outputs than the network has, a length does not fit, there are too many samples, views overlap or do not start on 16 bytes, or the stream is another device's.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public void Run(AcceleratorStream stream, ReadOnlySpan<ArrayView<float>> inputs, ReadOnlySpan<ArrayView<float>> outputs)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (stream.Accelerator != Accelerator)
        {
            throw new ArgumentException($"The stream is of {stream.Accelerator.Name}, the network on {Accelerator.Name}.", nameof(stream));
        }

        var samples = _ends.CountSamples(GpuNetworkEnds.Lengths(inputs), GpuNetworkEnds.Lengths(outputs));
        if (samples > 0)
        {
            _ends.CheckPlaces(Accelerator, inputs, outputs);
            Queue(stream, inputs, outputs, samples);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Queues all layers.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="inputs">The samples, for each input.</param>
    /// <param name="outputs">Receives each output.</param>
    /// <param name="samples">How many samples; at least 1.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void RunLayers(AcceleratorStream stream, ReadOnlySpan<ArrayView<float>> inputs, ReadOnlySpan<ArrayView<float>> outputs, int samples);

    /// <summary>Releases the device's memory, once nothing uses it any more.</summary>
    /// <param name="disposing">Whether it is disposed, not finalized.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            Accelerator.Synchronize();
            _normalizations.Dispose();
            _memory.Dispose();
            _blas?.Dispose();
        }
    }

    /// <summary>A tensor between layers: [N, C, H, W], on 256 bytes whatever the batch, as offsets are multiples of 64 floats.</summary>
    /// <param name="offset">Floats of one sample before it.</param>
    /// <param name="length">Floats of one sample.</param>
    /// <param name="samples">Samples.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ArrayView<float> Tensor(int offset, int length, int samples) => _memory.Arena.SubView((long)offset * samples, (long)length * samples);

    /// <summary>Prepares a convolution or linear layer.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="tile">The emitted kernel that computes it in register tiles.</param>
    /// <param name="columns">How it is computed as a product of matrices, where the device has a library for it; null where it cannot be.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GpuConvolution Convolution(FoldedWeights weights, GpuTile tile, GpuColumns? columns = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(tile);
        return _blas is not null && columns is not null
            ? new ProductConvolution(Accelerator, _memory, _blas, columns, weights)
            : new TiledConvolution(Accelerator, _memory, tile, weights);
    }

    /// <summary>Prepares a layer without weights: pooling, or the values of another layer.</summary>
    /// <param name="kernel">Its kernel.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GpuValuesLayer Values(GpuValuesKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new(Accelerator, kernel, ArrayView<float>.Empty);
    }

    /// <summary>Prepares such a layer that running moments normalize.</summary>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="normalization">What is left of its normalization.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GpuValuesLayer Values(GpuValuesKernel kernel, CollapsedNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(normalization);
        var affine = new float[normalization.AffineLength];
        normalization.PackAffine(affine);
        return new(Accelerator, kernel, _memory.Upload(affine));
    }

    /// <summary>Prepares such a layer that has slopes.</summary>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">The weights of the network.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GpuValuesLayer Values(GpuValuesKernel kernel, Layer layer, NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var slopes = new float[SlopePacking.Length(layer)];
        SlopePacking.Pack(layer, weights, slopes);
        return new(Accelerator, kernel, _memory.Upload(slopes));
    }

    /// <summary>Prepares the normalization of a layer that needs moments of the batch at hand.</summary>
    /// <param name="kernel">Its specialization.</param>
    /// <param name="normalization">What is left of it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GpuNormalization Normalization(GpuSsnKernel<float> kernel, CollapsedNormalization normalization)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(normalization);
        return _normalizations.Prepare(kernel, normalization);
    }

    // Of a batch in host memory: how many samples it has, and room for them.
    private int Begin(ReadOnlySpan<long> inputs, ReadOnlySpan<long> outputs)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var samples = _ends.CountSamples(inputs, outputs);
        if (samples > 0)
        {
            // What the caller has queued on a stream of its own uses the same memory between layers.
            Accelerator.Synchronize();
            _memory.EnsureHostSamples(samples);
        }

        return samples;
    }

    private void Queue(AcceleratorStream stream, ReadOnlySpan<ArrayView<float>> inputs, ReadOnlySpan<ArrayView<float>> outputs, int samples)
    {
        _memory.EnsureSamples(samples);
        RunLayers(stream, inputs, outputs, samples);
    }
}

using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Networks;

/// <summary>The device memory of one network: its parameters, and buffers that grow with the batch and are used again.</summary>
internal sealed class NetworkMemory(Accelerator accelerator, GpuNetworkLayout layout) : IDisposable
{
    private readonly List<MemoryBuffer> _parameters = [];
    private readonly List<(int Length, int Samples)> _columns = [];
    private readonly MemoryBuffer1D<float, Stride1D.Dense>?[] _inputBuffers = new MemoryBuffer1D<float, Stride1D.Dense>?[layout.Inputs.Length];
    private readonly MemoryBuffer1D<float, Stride1D.Dense>?[] _outputBuffers = new MemoryBuffer1D<float, Stride1D.Dense>?[layout.Outputs.Length];
    private MemoryBuffer1D<float, Stride1D.Dense>? _arenaBuffer;
    private MemoryBuffer1D<float, Stride1D.Dense>? _columnsBuffer;
    private int _samples;
    private int _hostSamples;

    /// <summary>The tensors between layers.</summary>
    public ArrayView<float> Arena => _arenaBuffer!.View;

    /// <summary>Columns of unfolded inputs, for one convolution at a time.</summary>
    public ArrayView<float> Columns => _columnsBuffer!.View;

    /// <summary>The place of an input of a batch that comes from host memory.</summary>
    public ArrayView<float> Input(int index, int samples) => _inputBuffers[index]!.View.SubView(0, (long)layout.Inputs[index].Shape.Length * samples);

    /// <summary>The place of an output of a batch that goes to host memory.</summary>
    public ArrayView<float> Output(int index, int samples) => _outputBuffers[index]!.View.SubView(0, (long)layout.Outputs[index].Shape.Length * samples);

    /// <summary>Copies parameters to the device, for as long as the network lives.</summary>
    public ArrayView<T> Upload<T>(T[] values)
        where T : unmanaged
    {
        if (values.Length == 0)
        {
            return ArrayView<T>.Empty;
        }

        var buffer = accelerator.Allocate1D(values);
        _parameters.Add(buffer);
        return buffer.View;
    }

    /// <summary>Asks for columns.</summary>
    /// <param name="length">Floats of one sample.</param>
    /// <param name="samples">Samples that are unfolded at a time.</param>
    public void ReserveColumns(int length, int samples) => _columns.Add((length, samples));

    /// <summary>Makes room for a batch between layers.</summary>
    public void EnsureSamples(int samples)
    {
        if (samples <= _samples)
        {
            return;
        }

        // Launches that still use the old memory come first; while there is none for a batch, its size is 0.
        accelerator.Synchronize();
        _samples = 0;
        Replace(ref _arenaBuffer, (long)layout.ArenaLength * samples);
        Replace(ref _columnsBuffer, _columns.Select(c => (long)c.Length * Math.Min(c.Samples, samples)).DefaultIfEmpty().Max());
        _samples = samples;
    }

    /// <summary>Makes room for a batch that comes from host memory.</summary>
    public void EnsureHostSamples(int samples)
    {
        if (samples <= _hostSamples)
        {
            return;
        }

        accelerator.Synchronize();
        _hostSamples = 0;
        for (var i = 0; i < _inputBuffers.Length; i++)
        {
            Replace(ref _inputBuffers[i], (long)layout.Inputs[i].Shape.Length * samples);
        }

        for (var i = 0; i < _outputBuffers.Length; i++)
        {
            Replace(ref _outputBuffers[i], (long)layout.Outputs[i].Shape.Length * samples);
        }

        _hostSamples = samples;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _parameters)
        {
            buffer.Dispose();
        }

        _parameters.Clear();
        _arenaBuffer?.Dispose();
        _columnsBuffer?.Dispose();
        foreach (var buffer in _inputBuffers.Concat(_outputBuffers))
        {
            buffer?.Dispose();
        }

        (_samples, _hostSamples) = (0, 0);
    }

    private void Replace(ref MemoryBuffer1D<float, Stride1D.Dense>? buffer, long length)
    {
        buffer?.Dispose();
        buffer = null;
        buffer = accelerator.Allocate1D<float>(Math.Max(1, length));
    }
}

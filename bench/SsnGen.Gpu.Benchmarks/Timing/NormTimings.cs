using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Benchmarks.Device;
using SsnGen.Gpu.Kernels;

namespace SsnGen.Gpu.Benchmarks.Timing;

/// <summary>
/// Times every pass of one shape. Tensors are the same in every launch, as those of the peers are: where a layer-sized one stays in
/// the second-level cache, it does so for both.
/// </summary>
/// <typeparam name="T">What tensors are stored as.</typeparam>
internal sealed class NormTimings<T> : IDisposable
    where T : unmanaged
{
    private readonly Accelerator _device;
    private readonly GpuSsnKernel<T> _kernel;
    private readonly NormTensors<T> _tensors;
    private readonly List<NormLayer<T>> _layers = [];
    private readonly List<TimedPass> _passes = [];

    public NormTimings(Accelerator device, GpuSsnKernel<T> kernel, int samples)
    {
        (_device, _kernel) = (device, kernel);
        _tensors = NormTensors<T>.Filled(device, (long)samples * kernel.Description.Channels * kernel.Description.SlabSize);
        AddCopy();
        AddMixture();
        foreach (var normalizer in kernel.Description.Normalizers)
        {
            AddSelected(normalizer);
        }
    }

    /// <summary>Times all passes and reports them.</summary>
    /// <param name="suite">Which suite the shape belongs to.</param>
    /// <param name="shape">What the shape is called.</param>
    /// <param name="batch">Launches between two markers.</param>
    /// <param name="hasTargets">Whether passes are held to their targets.</param>
    public void Run(EventTimer timer, TimingReport report, string suite, string shape, int batch, bool hasTargets)
    {
        var times = timer.Medians(batch, [.. _passes.Select(static p => p.Run)]);
        var stored = typeof(T) == typeof(float) ? "float32" : "float16";
        for (var i = 0; i < times.Length; i++)
        {
            var pass = _passes[i];
            report.Row(suite, $"{shape} {pass.Name}", stored, pass.Transfers * _tensors.X.LengthInBytes, times[i], hasTargets ? pass.Target : null);
        }
    }

    public void Dispose()
    {
        _layers.ForEach(static l => l.Dispose());
        _tensors.Dispose();
    }

    /// <summary>The copy of the same tensor, beside the passes: what drifts in a run shows in it.</summary>
    private void AddCopy()
    {
        var copies = new Copies(_device);
        var (from, to) = (_tensors.X.Cast<Float4>(), _tensors.Y.Cast<Float4>());
        Add("copy", 2, null, () => copies.ByKernel(from, to));
    }

    private void AddMixture()
    {
        // A backward pass goes by the last forward pass of its layer, so that evaluation has another.
        var (training, evaluation) = (NewLayer(null), NewLayer(null));
        Add("forward", 3, 0.85, training.Forward);
        Add("backward", 5, 0.80, training.Backward);
        Add("evaluation", 3, null, evaluation.Evaluate);
    }

    /// <summary>The passes of one selected normalizer: collapsed (evaluation) and in training.</summary>
    private void AddSelected(Normalizer normalizer)
    {
        var selection = new Selection(normalizer, normalizer);
        var (collapsed, training) = (NewLayer(selection), NewLayer(selection));
        var name = normalizer.ToString().ToLower(CultureInfo.InvariantCulture);
        Add("collapsed " + name, 2, CollapsedTarget(normalizer), collapsed.Evaluate);

        // Batch moments need the whole tensor before any of it can be written; no other normalizer does.
        Add($"selected {name} forward", normalizer == Normalizer.Batch ? 3 : 2, null, training.Forward);
        Add($"selected {name} backward", normalizer == Normalizer.Instance ? 3 : 5, null, training.Backward);
    }

    private static double? CollapsedTarget(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance or Normalizer.Batch => 0.90,
        Normalizer.Layer => 0.85,
        _ => null,
    };

    private NormLayer<T> NewLayer(Selection? selection)
    {
        _layers.Add(new NormLayer<T>(_device, _kernel, _tensors, NormParameters.Random(_kernel.Description, selection), selection));
        return _layers[^1];
    }

    private void Add(string name, int transfers, double? target, Action run) => _passes.Add(new TimedPass(name, transfers, target, run));

    /// <summary>One pass.</summary>
    /// <param name="Transfers">How often a whole tensor has to be read or written.</param>
    /// <param name="Target">The least share of the copy bandwidth, or null.</param>
    private sealed record TimedPass(string Name, int Transfers, double? Target, Action Run);
}

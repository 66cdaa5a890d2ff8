using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;
using SsnGen.Training;

namespace SsnGen.Gpu;

/// <summary>The device memory of one layer's parameters, their gradients and momenta, in few allocations.</summary>
internal sealed class GpuNormMemory : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _floats;
    private readonly MemoryBuffer1D<double, Stride1D.Dense> _doubles;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _integers;
    private long _floatsTaken;
    private long _doublesTaken;

    public GpuNormMemory(Accelerator accelerator, SsnKernel kernel, Normalization normalization)
    {
        var (channels, ratios) = (kernel.Channels, normalization.Normalizers.Length);
        var control = ratios > 1 ? ratios : 0;
        var variances = normalization.SharedRatios ? 0 : control;
        var running = normalization.Normalizers.Contains(Normalizer.Batch) ? channels : 0;
        _floats = accelerator.Allocate1D<float>((6L * channels) + (2L * running) + (3L * (control + variances)));
        _doubles = accelerator.Allocate1D<double>(4L * ratios);
        _integers = accelerator.Allocate1D([GpuGates.Mixture, GpuGates.Mixture, 0]);
        _floats.MemSetToZero();
        _doubles.MemSetToZero();
        (Weight, Bias, RunningMean, RunningVar) = (Floats(channels), Floats(channels), Floats(running), Floats(running));
        RefusedBatches = running > 0 ? _integers.View.AsContiguous().SubView(2, 1) : default;
        (MeanWeight, VarWeight) = (Floats(control), Floats(variances));
        (WeightVelocity, BiasVelocity, MeanVelocity, VarVelocity) = (Floats(channels), Floats(channels), Floats(control), Floats(variances));
        (MeanRatios, VarianceRatios) = (Doubles(ratios), Doubles(ratios));
        Gradients = new GpuSsnGradients
        {
            Gamma = Floats(channels),
            Beta = Floats(channels),
            MeanControl = Floats(control),
            VarianceControl = Floats(variances),
            MeanRatios = Doubles(ratios),
            VarianceRatios = Doubles(ratios),
        };
        Fill(Weight, normalization.ZeroGamma ? 0 : 1);
        Fill(RunningVar, 1);
        Fill(MeanWeight, 1);
        Fill(VarWeight, 1);

        // Whatever stream the caller queues on finds all of it written.
        accelerator.Synchronize();
    }

    public ArrayView<float> Weight { get; }

    public ArrayView<float> Bias { get; }

    public ArrayView<float> MeanWeight { get; }

    public ArrayView<float> VarWeight { get; }

    public ArrayView<float> RunningMean { get; }

    public ArrayView<float> RunningVar { get; }

    public ArrayView<int> RefusedBatches { get; }

    public ArrayView<float> WeightVelocity { get; }

    public ArrayView<float> BiasVelocity { get; }

    public ArrayView<float> MeanVelocity { get; }

    public ArrayView<float> VarVelocity { get; }

    public ArrayView<double> MeanRatios { get; }

    public ArrayView<double> VarianceRatios { get; }

    public GpuSsnGradients Gradients { get; }

    private ArrayView<int> Selected => _integers.View.AsContiguous().SubView(0, 2);

    public GpuSsnParameters Parameters(float momentum, double varianceExcess = 0) => new()
    {
        Gamma = Weight,
        Beta = Bias,
        MeanRatios = MeanRatios,
        VarianceRatios = VarianceRatios,
        RunningMean = RunningMean,
        RunningVariance = RunningVar,
        RefusedBatches = RefusedBatches,
        VarianceExcess = varianceExcess,
        Momentum = momentum,
    };

    public GpuSsnGates Gates(int gate, double radius) => new()
    {
        MeanControl = MeanWeight,
        VarianceControl = VarWeight,
        Selected = Selected,
        Radius = radius,
        Gate = gate,
    };

    /// <summary>Writes one-hot ratios.</summary>
    public void WriteRatios(int mean, int variance)
    {
        Selected.CopyFromCPU([mean, variance]);
        var ratios = new double[MeanRatios.Length];
        ratios[mean] = 1;
        MeanRatios.CopyFromCPU(ratios);
        Array.Clear(ratios);
        ratios[variance] = 1;
        VarianceRatios.CopyFromCPU(ratios);
    }

    /// <summary>Reads what gates have frozen, once all that is queued is done.</summary>
    public (int Mean, int Variance) ReadSelected(AcceleratorStream stream, string path)
    {
        stream.Synchronize();
        var selected = Selected.GetAsArray();
        Check(selected[0], MeanWeight, path);
        Check(selected[1], VarWeight, path);
        return (selected[0], selected[1]);
    }

    public void Dispose()
    {
        _floats.Dispose();
        _doubles.Dispose();
        _integers.Dispose();
    }

    private static void Check(int selected, ArrayView<float> control, string path)
    {
        if (selected != GpuGates.Failed || control.Length == 0)
        {
            return;
        }

        var values = control.GetAsArray();
        var index = Array.FindIndex(values, static v => !float.IsFinite(v));
        throw new ControlParameterException(Math.Max(index, 0), values[Math.Max(index, 0)], path);
    }

    private static void Fill(ArrayView<float> view, float value)
    {
        if (view.Length > 0)
        {
            view.CopyFromCPU(Enumerable.Repeat(value, (int)view.Length).ToArray());
        }
    }

    private ArrayView<float> Floats(long length) => Take(_floats.View.AsContiguous(), ref _floatsTaken, length);

    private ArrayView<double> Doubles(long length) => Take(_doubles.View.AsContiguous(), ref _doublesTaken, length);

    // An empty view at the end of its buffer is refused.
    private static ArrayView<TValue> Take<TValue>(ArrayView<TValue> values, ref long taken, long length)
        where TValue : unmanaged
    {
        taken += length;
        return length == 0 ? default : values.SubView(taken - length, length);
    }
}

using ILGPU;
using ILGPU.Runtime;
using SsnGen.Threading;
using SsnGen.Training;

namespace SsnGen.Gpu.Tests;

/// <summary>Inputs of one forward and backward pass, and both ways to run them.</summary>
internal sealed class GpuCase
{
    public const int Samples = 3;
    private readonly SsnKernel _kernel;
    private readonly float[] _running;

    public GpuCase(SsnKernel kernel, int seed, float mean = 1, int samples = Samples)
    {
        _kernel = kernel;
        var random = new Random(seed);
        float[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        var length = samples * kernel.Channels * kernel.SlabSize;
        X = [.. Next(length).Select((v, i) => mean + (v * (1 + (i / kernel.SlabSize % 3))))];
        Residual = kernel.HasResidual ? Next(length) : [];
        Upstream = Next(length);
        Gamma = [.. Next(kernel.Channels).Select(static g => 1 + (0.5f * g))];
        Beta = Next(kernel.Channels);
        var count = kernel.Normalizers.Length;
        Ratios = [.. Enumerable.Range(1, count).Select(k => 2.0 * k / count / (count + 1))];
        VarianceRatios = [.. Ratios.Reverse()];
        _running = kernel.Normalizers.Contains(Normalizer.Batch) ? [.. Next(kernel.Channels).Select(static v => 1.5f + v)] : [];
    }

    public float[] X { get; }

    public float[] Residual { get; }

    public float[] Upstream { get; }

    public float[] Gamma { get; }

    public float[] Beta { get; }

    public double[] Ratios { get; set; }

    public double[] VarianceRatios { get; set; }

    public bool Evaluation { get; init; }

    /// <summary>What was selected; the ratios are then one-hot.</summary>
    public Selection? Selection
    {
        get;
        init
        {
            field = value;
            if (value is not null)
            {
                Ratios = OneHot(value.Mean);
                VarianceRatios = OneHot(value.Variance);
            }
        }
    }

    public GpuResult OnCpu()
    {
        var result = NewResult();
        using var workspace = new SsnWorkspace();
        var parameters = new SsnParameters
        {
            Gamma = Gamma,
            Beta = Beta,
            MeanRatios = Ratios,
            VarianceRatios = VarianceRatios,
            RunningMean = result.RunningMean,
            RunningVariance = result.RunningVariance,
            Momentum = 0.1f,
        };
        if (Evaluation)
        {
            _kernel.Evaluate(X, Residual, result.Y, parameters, workspace, InlineTeam.Instance);
        }
        else
        {
            _kernel.Forward(X, Residual, result.Y, parameters, workspace, InlineTeam.Instance);
        }

        var gradients = new SsnGradients
        {
            Gamma = result.Gamma,
            Beta = result.Beta,
            MeanRatios = result.MeanRatios,
            VarianceRatios = result.VarianceRatios,
        };
        result.RefusedBatches = workspace.RefusedBatch ? 1 : 0;
        _kernel.Backward(X, Saved(result.Y), Upstream, result.Dx, result.Dresidual, parameters, gradients, workspace, InlineTeam.Instance);
        return result;
    }

    public GpuResult OnGpu<T>(Accelerator device, GpuSsnKernel<T> kernel)
        where T : unmanaged
    {
        var result = NewResult();
        var stream = device.DefaultStream;
        using var layer = new GpuSsnLayer<T>(device, kernel) { Selection = Selection };
        using var memory = new DeviceMemory(device);
        var x = memory.Tensor<T>(X);
        var residual = memory.Tensor<T>(Residual);
        var y = memory.Tensor<T>(result.Y);
        var parameters = new GpuSsnParameters
        {
            Gamma = memory.Of(Gamma),
            Beta = memory.Of(Beta),
            MeanRatios = memory.Of(Ratios),
            VarianceRatios = memory.Of(VarianceRatios),
            RunningMean = memory.Of(result.RunningMean),
            RunningVariance = memory.Of(result.RunningVariance),
            RefusedBatches = memory.Of(new int[Math.Min(1, result.RunningMean.Length)]),
            Momentum = 0.1f,
        };
        if (Evaluation)
        {
            layer.Evaluate(stream, x, residual, y, parameters);
        }
        else
        {
            layer.Forward(stream, x, residual, y, parameters);
        }

        var saved = _kernel.BackwardInput switch { BackwardInput.Output => y, BackwardInput.Residual => residual, _ => default };
        var (dx, dresidual) = (memory.Tensor<T>(result.Dx), memory.Tensor<T>(result.Dresidual));
        var gradients = new GpuSsnGradients
        {
            Gamma = memory.Of(result.Gamma),
            Beta = memory.Of(result.Beta),
            MeanRatios = memory.Of(result.MeanRatios),
            VarianceRatios = memory.Of(result.VarianceRatios),
        };
        layer.Backward(stream, x, saved, memory.Tensor<T>(Upstream), dx, dresidual, parameters, gradients);
        stream.Synchronize();
        DeviceMemory.ReadTensor(y, result.Y);
        DeviceMemory.ReadTensor(dx, result.Dx);
        DeviceMemory.ReadTensor(dresidual, result.Dresidual);
        DeviceMemory.Read(parameters.RunningMean, result.RunningMean);
        DeviceMemory.Read(parameters.RunningVariance, result.RunningVariance);
        if (parameters.RefusedBatches.Length > 0)
        {
            result.RefusedBatches = parameters.RefusedBatches.GetAsArray()[0];
        }

        DeviceMemory.Read(gradients.Gamma, result.Gamma);
        DeviceMemory.Read(gradients.Beta, result.Beta);
        DeviceMemory.Read(gradients.MeanRatios, result.MeanRatios);
        DeviceMemory.Read(gradients.VarianceRatios, result.VarianceRatios);
        return result;
    }

    private double[] OneHot(Normalizer normalizer) => [.. _kernel.Normalizers.Select(n => n == normalizer ? 1.0 : 0)];

    private float[] Saved(float[] y) => _kernel.BackwardInput switch { BackwardInput.Output => y, BackwardInput.Residual => Residual, _ => [] };

    private GpuResult NewResult()
    {
        var ratios = Selection is null ? Ratios.Length : 0;
        return new(
            new float[X.Length], [.. _running], [.. _running], new float[X.Length], new float[Residual.Length],
            new float[_kernel.Channels], new float[_kernel.Channels], new double[ratios], new double[ratios]);
    }
}

/// <summary>All that both passes write.</summary>
internal sealed record GpuResult(
    float[] Y, float[] RunningMean, float[] RunningVariance, float[] Dx, float[] Dresidual, float[] Gamma, float[] Beta, double[] MeanRatios, double[] VarianceRatios)
{
    /// <summary>Batches that the running moments did not adopt.</summary>
    public int RefusedBatches { get; set; }

    public void AssertEquals(GpuResult expected, double forward = 8e-6, double gradient = 4e-5)
    {
        Assert.Equal(expected.RefusedBatches, RefusedBatches);
        Close(nameof(Y), expected.Y, Y, forward);
        Close(nameof(RunningMean), expected.RunningMean, RunningMean, forward);
        Close(nameof(RunningVariance), expected.RunningVariance, RunningVariance, forward);
        Close(nameof(Dx), expected.Dx, Dx, gradient);
        Close(nameof(Dresidual), expected.Dresidual, Dresidual, gradient);
        Close(nameof(Gamma), expected.Gamma, Gamma, gradient);
        Close(nameof(Beta), expected.Beta, Beta, gradient);
        Close(nameof(MeanRatios), [.. expected.MeanRatios.Select(static v => (float)v)], [.. MeanRatios.Select(static v => (float)v)], gradient);
        Close(nameof(VarianceRatios), [.. expected.VarianceRatios.Select(static v => (float)v)], [.. VarianceRatios.Select(static v => (float)v)], gradient);
    }

    public static void Close(string name, float[] expected, float[] actual, double tolerance)
    {
        var largest = expected.Select(Math.Abs).DefaultIfEmpty().Max();
        Assert.True(float.IsFinite(largest), $"{name} on the CPU is not finite.");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + largest), $"{name}[{i}] is {actual[i]:R}, on the CPU {expected[i]:R}.");
        }
    }
}

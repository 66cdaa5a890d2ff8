using ILGPU;
using ILGPU.Runtime;
using SsnGen.Threading;
using SsnGen.Training;

namespace SsnGen.Gpu.Tests;

/// <summary>A layer trained on the device against the same training written out with the CPU kernels.</summary>
public sealed class GpuSsnNormTests : IDisposable
{
    private const float Rate = 0.5f;
    private const float Momentum = 0.9f;
    private readonly GpuContext _context = GpuContext.CreateSimulated();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_follows_the_cpu_until_and_after_the_selection(bool isRunningVarianceUnbiased)
    {
        const int Steps = 8;
        var schedule = new RadiusSchedule(Steps);
        var declared = ScalarNet.Layers[0];
        var layer = new Layer
        {
            Path = declared.Path,
            Sources = declared.Sources,
            Output = declared.Output,
            Producer = declared.Producer,
            Normalization = declared.Normalization! with { IsRunningVarianceUnbiased = isRunningVarianceUnbiased },
        };
        using var norm = new GpuSsnNorm<float>(_context.Accelerator, ScalarNet.GpuKernels.Norm, layer);
        using var memory = new DeviceMemory(_context.Accelerator);
        var cpu = new CpuTraining(ScalarNet.GpuKernels.Norm.Description, isRunningVarianceUnbiased);
        var stream = _context.Accelerator.DefaultStream;
        var (x, upstream) = (memory.Of(cpu.X), memory.Of(cpu.Upstream));
        var (y, dx) = (memory.Of(new float[cpu.X.Length]), memory.Of(new float[cpu.X.Length]));
        for (var step = 0; step < Steps; step++)
        {
            norm.Radius = schedule.At(step);
            norm.Forward(stream, x, default, y);
            norm.Backward(stream, x, default, upstream, dx, default);
            norm.Step(stream, Rate, Momentum);
            cpu.Step(schedule.At(step));
            stream.Synchronize();
            GpuResult.Close("y", cpu.Y, y.GetAsArray(), 2e-5);
            GpuResult.Close("dx", cpu.Dx, dx.GetAsArray(), 1e-4);
            GpuResult.Close("weight", cpu.Gamma, norm.Weight.GetAsArray(), 1e-4);
            GpuResult.Close("mean_weight", cpu.MeanControl, norm.MeanWeight.GetAsArray(), 1e-4);
            GpuResult.Close("var_weight", cpu.VarianceControl, norm.VarWeight.GetAsArray(), 1e-4);
            GpuResult.Close("running_var", cpu.RunningVariance, norm.RunningVar.GetAsArray(), 1e-5);
        }

        Assert.NotNull(norm.Selection);
        Assert.Equal(new Selection(cpu.Mean.Fixed!.Value, cpu.Variance.Fixed!.Value), norm.Selection);
    }

    [Fact]
    public void A_layer_with_one_normalizer_is_selected_from_the_start()
    {
        using var norm = new GpuSsnNorm<float>(_context.Accelerator, ResidualNet.GpuKernels.Alone, ResidualNet.Layers[^1]);
        Assert.Equal(new Selection(Normalizer.Instance, Normalizer.Instance), norm.Selection);
        Assert.Equal(0, norm.MeanWeight.Length);
    }

    [Fact]
    public void A_layer_of_other_normalizers_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new GpuSsnNorm<float>(_context.Accelerator, ResidualNet.GpuKernels.Alone, ScalarNet.Layers[0]).Dispose());
        Assert.Contains("Instance, Layer, Batch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_parameter_that_is_not_finite_is_named_where_it_would_select()
    {
        using var norm = new GpuSsnNorm<float>(_context.Accelerator, ScalarNet.GpuKernels.Norm, ScalarNet.Layers[0]) { Radius = 0.9 };
        norm.VarWeight.CopyFromCPU([0f, float.NaN, 0f]);
        using var memory = new DeviceMemory(_context.Accelerator);
        var x = memory.Of(new float[ScalarNet.GpuKernels.Norm.Description.Channels * 49]);
        var error = Assert.Throws<ControlParameterException>(() => norm.Forward(_context.Accelerator.DefaultStream, x, default, x));
        Assert.Equal((1, "Norm"), (error.Index, error.Layer));
    }

    [Fact]
    public void An_empty_batch_after_one_that_was_not_finite_changes_no_parameter()
    {
        using var norm = new GpuSsnNorm<float>(_context.Accelerator, ScalarNet.GpuKernels.Norm, ScalarNet.Layers[0]) { Radius = 0.1 };
        using var memory = new DeviceMemory(_context.Accelerator);
        var stream = _context.Accelerator.DefaultStream;
        float[] values = [.. Enumerable.Repeat(float.NaN, 3 * 49)];
        var (x, y) = (memory.Of(values), memory.Of(values));
        norm.Forward(stream, x, default, y);
        norm.Backward(stream, x, default, y, memory.Of(values), default);
        norm.Forward(stream, default, default, default);
        norm.Backward(stream, default, default, default, default, default);
        norm.Step(stream, Rate);
        stream.Synchronize();
        Assert.Equal([1f, 1, 1], norm.MeanWeight.GetAsArray());
        Assert.Equal([1f, 1, 1], norm.VarWeight.GetAsArray());
    }

    [Fact]
    public void A_refused_forward_pass_leaves_the_one_before_it_as_it_was()
    {
        using var memory = new DeviceMemory(_context.Accelerator);
        var stream = _context.Accelerator.DefaultStream;
        var x = memory.Of(Enumerable.Range(0, 2 * 3 * 49).Select(static i => MathF.Sin(i * i)).ToArray());
        float[][] gradients = [.. Enumerable.Range(0, 2).Select(refused =>
        {
            using var norm = new GpuSsnNorm<float>(_context.Accelerator, ScalarNet.GpuKernels.Norm, ScalarNet.Layers[0]) { Radius = 0.1 };
            var y = memory.Of(new float[x.Length]);
            norm.Forward(stream, x, default, y);
            if (refused == 1)
            {
                norm.Radius = 0.5;
                Assert.Throws<ArgumentException>(() => norm.Forward(stream, x, default, y.SubView(0, 8)));
            }

            norm.Backward(stream, x, default, y, memory.Of(new float[x.Length]), default);
            return norm.Gradients.MeanControl.GetAsArray();
        })];
        Assert.Contains(gradients[0], static g => g != 0);
        Assert.Equal(gradients[0], gradients[1]);
    }

    public void Dispose() => _context.Dispose();

    /// <summary>Gates, kernel and steps on the CPU.</summary>
    private sealed class CpuTraining
    {
        private readonly SsnKernel _kernel;
        private readonly bool _isRunningVarianceUnbiased;
        private readonly float[] _beta;
        private readonly float[] _runningMean;
        private readonly float[][] _velocities;

        public CpuTraining(SsnKernel kernel, bool isRunningVarianceUnbiased = false)
        {
            (_kernel, _isRunningVarianceUnbiased) = (kernel, isRunningVarianceUnbiased);
            var random = new Random(3);
            var count = kernel.Normalizers.Length;
            X = [.. Enumerable.Range(0, 2 * kernel.Channels * kernel.SlabSize).Select(i => (random.NextSingle() * (1 + (i % 2))) - 0.5f)];
            Upstream = [.. X.Select(_ => random.NextSingle() - 0.5f)];
            (Y, Dx) = (new float[X.Length], new float[X.Length]);
            (Gamma, _beta) = ([.. Enumerable.Repeat(1f, kernel.Channels)], new float[kernel.Channels]);
            (_runningMean, RunningVariance) = (new float[kernel.Channels], [.. Enumerable.Repeat(1f, kernel.Channels)]);
            (MeanControl, VarianceControl) = ([.. Enumerable.Repeat(1f, count)], [.. Enumerable.Repeat(1f, count)]);
            Mean = new ImportanceRatios("A", kernel.Normalizers, Gate.SparsestMax);
            Variance = new ImportanceRatios("A", kernel.Normalizers, Gate.SparsestMax);
            _velocities = [new float[kernel.Channels], new float[kernel.Channels], new float[count], new float[count]];
        }

        public float[] X { get; }

        public float[] Upstream { get; }

        public float[] Y { get; }

        public float[] Dx { get; }

        public float[] Gamma { get; }

        public float[] RunningVariance { get; }

        public float[] MeanControl { get; }

        public float[] VarianceControl { get; }

        public ImportanceRatios Mean { get; }

        public ImportanceRatios Variance { get; }

        public void Step(double radius)
        {
            Mean.Update(MeanControl, radius);
            Mean.Freeze();
            Variance.Update(VarianceControl, radius);
            Variance.Freeze();
            using var workspace = new SsnWorkspace();
            var parameters = new SsnParameters
            {
                Gamma = Gamma,
                Beta = _beta,
                MeanRatios = Mean.Values,
                VarianceRatios = Variance.Values,
                RunningMean = _runningMean,
                RunningVariance = RunningVariance,
                IsRunningVarianceUnbiased = _isRunningVarianceUnbiased,
                Momentum = 0.1f,
            };
            _kernel.Forward(X, default, Y, parameters, workspace, InlineTeam.Instance);
            var (dgamma, dbeta, dp, dq) = (new float[Gamma.Length], new float[Gamma.Length], new double[MeanControl.Length], new double[MeanControl.Length]);
            var gradients = new SsnGradients { Gamma = dgamma, Beta = dbeta, MeanRatios = dp, VarianceRatios = dq };
            _kernel.Backward(X, default, Upstream, Dx, default, parameters, gradients, workspace, InlineTeam.Instance);
            Update(Gamma, dgamma, _velocities[0], Rate);
            Update(_beta, dbeta, _velocities[1], Rate);
            var (dmean, dvariance) = (new double[dp.Length], new double[dp.Length]);
            Mean.Backward(dp, dmean);
            Variance.Backward(dq, dvariance);
            var scale = 1 / Math.Max(1, Math.Sqrt(dmean.Concat(dvariance).Sum(static d => d * d)));
            if (!Mean.IsFixed)
            {
                Update(MeanControl, [.. dmean.Select(d => (float)(d * scale))], _velocities[2], Rate * 0.1f);
            }

            if (!Variance.IsFixed)
            {
                Update(VarianceControl, [.. dvariance.Select(d => (float)(d * scale))], _velocities[3], Rate * 0.1f);
            }
        }

        private static void Update(float[] values, float[] gradient, float[] velocity, float rate)
        {
            for (var i = 0; i < values.Length; i++)
            {
                velocity[i] = (Momentum * velocity[i]) + gradient[i];
                values[i] -= rate * velocity[i];
            }
        }
    }
}

using Half = ILGPU.Half;

namespace SsnGen.Gpu.Tests;

/// <summary>Emitted GPU kernels on ILGPU's simulation, against the emitted CPU kernels of the same specialization.</summary>
public sealed class GpuKernelTests : IDisposable
{
    private static readonly GpuSsnKernel<float>[] Kernels =
    [
        VectorNet.GpuKernels.Norm, ScalarNet.GpuKernels.Norm, PointNet.GpuKernels.Norm, GroupNet.GpuKernels.Norm,
        ResidualNet.GpuKernels.ReadsOutput, ResidualNet.GpuKernels.ReadsResidual, ResidualNet.GpuKernels.Alone,
    ];

    private readonly GpuContext _context = GpuContext.CreateSimulated();

    public static TheoryData<int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool>();
            for (var i = 0; i < Kernels.Length; i++)
            {
                cases.Add(i, false);
                cases.Add(i, true);
            }

            return cases;
        }
    }

    public static TheoryData<int, Normalizer, Normalizer> Pairs
    {
        get
        {
            var pairs = new TheoryData<int, Normalizer, Normalizer>();
            for (var i = 0; i < Kernels.Length; i++)
            {
                var normalizers = Kernels[i].Description.Normalizers;
                foreach (var (mean, variance) in normalizers.SelectMany(m => normalizers.Select(v => (m, v))))
                {
                    pairs.Add(i, mean, variance);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mixtures_are_those_of_the_cpu(int index, bool evaluation) =>
        AssertAgree(new GpuCase(Kernels[index].Description, seed: index) { Evaluation = evaluation }, Kernels[index]);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Selected_pairs_are_those_of_the_cpu(int index, Normalizer mean, Normalizer variance)
    {
        var selection = new Selection(mean, variance);
        AssertAgree(new GpuCase(Kernels[index].Description, seed: index) { Selection = selection }, Kernels[index]);
        AssertAgree(new GpuCase(Kernels[index].Description, seed: index) { Selection = selection, Evaluation = true }, Kernels[index]);
    }

    [Fact]
    public void A_large_mean_costs_no_accuracy() =>
        AssertAgree(new GpuCase(VectorNet.GpuKernels.Norm.Description, seed: 5, mean: 1e4f), VectorNet.GpuKernels.Norm);

    [Fact]
    public void Values_whose_squares_overflow_stay_finite()
    {
        var @case = new GpuCase(GroupNet.GpuKernels.Norm.Description, seed: 6, mean: 0);
        for (var i = 0; i < @case.X.Length; i++)
        {
            @case.X[i] *= 1e30f;
        }

        // The running variance, 1e59, is beyond a float on both.
        GpuResult.Close("Y", @case.OnCpu().Y, @case.OnGpu(_context.Accelerator, GroupNet.GpuKernels.Norm).Y, 8e-6);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("outlier")]
    [InlineData("denormal")]
    [InlineData("negative zero")]
    public void Hard_inputs_are_those_of_the_cpu(string kind)
    {
        var @case = new GpuCase(VectorNet.GpuKernels.Norm.Description, seed: 11);
        for (var i = 0; i < @case.X.Length; i++)
        {
            @case.X[i] = kind switch
            {
                "constant" => i / 36 % 5,
                "outlier" => i == 40 ? 1e6f : @case.X[i],
                "denormal" => @case.X[i] * 1e-40f,
                _ => -0f,
            };
        }

        AssertAgree(@case, VectorNet.GpuKernels.Norm);
    }

    [Fact]
    public void An_output_may_be_written_over_its_input_or_residual()
    {
        using var memory = new DeviceMemory(_context.Accelerator);
        using var norm = new GpuSsnNorm<float>(_context.Accelerator, ResidualNet.GpuKernels.ReadsOutput, ResidualNet.Layers[1]);
        float[] values = [.. Enumerable.Range(0, 32).Select(static i => MathF.Sin(i))];
        float[][] results = [.. Enumerable.Range(0, 3).Select(over =>
        {
            var (x, residual, y) = (memory.Of(values), memory.Of(values), memory.Of(new float[32]));
            var output = over switch { 0 => y, 1 => x, _ => residual };
            norm.Evaluate(_context.Accelerator.DefaultStream, x, residual, output);
            var result = new float[32];
            DeviceMemory.Read(output, result);
            return result;
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_stays_in_its_sample_where_the_batch_is_not_in_use(float value)
    {
        var kernel = VectorNet.GpuKernels.Norm;
        var @case = new GpuCase(kernel.Description, seed: 7) { Selection = new Selection(Normalizer.Layer, Normalizer.Instance) };
        @case.X[0] = value;
        var (actual, expected) = (@case.OnGpu(_context.Accelerator, kernel), @case.OnCpu());
        var sample = @case.X.Length / GpuCase.Samples;
        Assert.True(float.IsNaN(actual.Y[0]));
        Assert.All(actual.Y.Zip(expected.Y), static pair => Assert.Equal(float.IsNaN(pair.Second), float.IsNaN(pair.First)));
        GpuResult.Close("Y", expected.Y[sample..], actual.Y[sample..], 8e-6);
        GpuResult.Close("Dx", expected.Dx[sample..], actual.Dx[sample..], 4e-5);
    }

    [Fact]
    public void The_same_input_gives_the_same_bits()
    {
        var @case = new GpuCase(VectorNet.GpuKernels.Norm.Description, seed: 8);
        var (first, second) = (@case.OnGpu(_context.Accelerator, VectorNet.GpuKernels.Norm), @case.OnGpu(_context.Accelerator, VectorNet.GpuKernels.Norm));
        Assert.Equal(first.Y, second.Y);
        Assert.Equal(first.Dx, second.Dx);
        Assert.Equal(first.MeanRatios, second.MeanRatios);
    }

    [Fact]
    public void Warps_of_another_size_give_the_same_within_rounding()
    {
        using var context = GpuContext.CreateSimulated(threadsPerWarp: 4, warps: 2);
        foreach (var kernel in new[] { VectorNet.GpuKernels.Norm, GroupNet.GpuKernels.Norm })
        {
            var @case = new GpuCase(kernel.Description, seed: 9, samples: 1);
            @case.OnGpu(context.Accelerator, kernel).AssertEquals(@case.OnCpu());
        }
    }

    [Fact]
    public void Groups_have_no_more_warps_than_their_shared_memory()
    {
        using var context = GpuContext.CreateSimulated(threadsPerWarp: 2, warps: 64);
        var @case = new GpuCase(GroupNet.GpuKernels.Norm.Description, seed: 12, samples: 1);
        @case.OnGpu(context.Accelerator, GroupNet.GpuKernels.Norm).AssertEquals(@case.OnCpu());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Halves_are_read_and_written_where_floats_are_computed_with(bool scalar)
    {
        var kernel = scalar ? ScalarNet.GpuHalfKernels.Norm : VectorNet.GpuHalfKernels.Norm;
        foreach (var selection in new[] { null, new Selection(Normalizer.Instance, Normalizer.Instance), new Selection(Normalizer.Layer, Normalizer.Layer) })
        {
            var @case = new GpuCase(kernel.Description, seed: 10, mean: 0) { Selection = selection };
            for (var i = 0; i < @case.X.Length; i++)
            {
                @case.X[i] = (Half)@case.X[i];
            }

            // Upstream gradients and outputs are rounded to 11 bits.
            @case.OnGpu(_context.Accelerator, kernel).AssertEquals(@case.OnCpu(), forward: 1e-3, gradient: 2e-3);
        }
    }

    public void Dispose() => _context.Dispose();

    private void AssertAgree(GpuCase @case, GpuSsnKernel<float> kernel) => @case.OnGpu(_context.Accelerator, kernel).AssertEquals(@case.OnCpu());
}

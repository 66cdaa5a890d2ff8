namespace SsnGen.Gpu.Tests;

/// <summary>The gradient through a rectifier where its argument is exactly 0: that of the negative side, as on the CPU and in PyTorch.</summary>
public sealed class GpuKinkTests : IDisposable
{
    private readonly GpuContext _context = GpuContext.CreateSimulated();

    [Fact]
    public void A_leaky_rectifier_at_zero_has_the_slope_of_negative_values()
    {
        AssertSlope(LeakyNet.GpuKernels.Input, 0.25f);
        AssertSlope(LeakyNet.GpuKernels.ReadsOutput, 0.25f);
        AssertSlope(PointNet.GpuKernels.Norm, 0.01f);
    }

    [Fact]
    public void A_rectifier_at_zero_has_none()
    {
        AssertSlope(VectorNet.GpuKernels.Norm, 0);
        AssertSlope(ResidualNet.GpuKernels.ReadsOutput, 0);
    }

    public void Dispose() => _context.Dispose();

    private void AssertSlope(GpuSsnKernel<float> kernel, float slope)
    {
        var @case = new GpuCase(kernel.Description, seed: 1);
        Array.Clear(@case.Gamma);
        Array.Clear(@case.Beta);
        Array.Clear(@case.Residual);
        var result = @case.OnGpu(_context.Accelerator, kernel);
        result.AssertEquals(@case.OnCpu());
        Assert.All(result.Y, static y => Assert.Equal(0, y));
        Assert.Equal(@case.Residual.Length > 0 ? @case.Upstream.Select(u => slope * u) : [], result.Dresidual);
        var (channels, slab) = (kernel.Description.Channels, kernel.Description.SlabSize);
        for (var c = 0; c < channels; c++)
        {
            var sum = @case.Upstream.Where((_, i) => i / slab % channels == c).Sum(static u => (double)u);
            Assert.Equal(slope * sum, result.Beta[c], 1e-5);
        }
    }
}

using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Tests;

/// <summary>What is refused before a kernel runs, and in which words.</summary>
public sealed class GpuArgumentTests : IDisposable
{
    private readonly GpuContext _context = GpuContext.CreateSimulated();
    private readonly GpuSsnLayer<float> _layer;
    private readonly DeviceMemory _memory;
    private readonly GpuSsnParameters _parameters;

    public GpuArgumentTests()
    {
        _layer = new GpuSsnLayer<float>(_context.Accelerator, VectorNet.GpuKernels.Norm);
        _memory = new DeviceMemory(_context.Accelerator);
        _parameters = new GpuSsnParameters
        {
            Gamma = _memory.Of(new float[4]),
            Beta = _memory.Of(new float[4]),
            MeanRatios = _memory.Of(new[] { 1.0, 0, 0, 0 }),
            VarianceRatios = _memory.Of(new[] { 1.0, 0, 0, 0 }),
            RunningMean = _memory.Of(new float[4]),
            RunningVariance = _memory.Of(new float[4]),
        };
    }

    private AcceleratorStream Stream => _context.Accelerator.DefaultStream;

    [Fact]
    public void Lengths_and_places_that_do_not_fit()
    {
        var x = _memory.Of(new float[300]);
        Refused("150 values", () => _layer.Forward(Stream, x.SubView(0, 150), default, x.SubView(0, 150), _parameters));
        Refused("start on 16 bytes", () => _layer.Forward(Stream, x.SubView(1, 144), default, x.SubView(1, 144), _parameters));
        Refused("y has 140 values; expected 144", () => _layer.Forward(Stream, x.SubView(0, 144), default, x.SubView(144, 140), _parameters));
        Refused("residual has 144 values; expected 0", () => _layer.Forward(Stream, x.SubView(0, 144), x.SubView(0, 144), x.SubView(144, 144), _parameters));
        Refused("y overlaps x in part", () => _layer.Forward(Stream, x.SubView(0, 144), default, x.SubView(4, 144), _parameters));
        Refused("parameters.Gamma has 0 values; expected 4", () => _layer.Forward(Stream, x.SubView(0, 144), default, x.SubView(144, 144), default));
        Refused("Momentum is 2", () => _layer.Forward(Stream, x.SubView(0, 144), default, x.SubView(144, 144), _parameters with { Momentum = 2 }));
        Refused("gates.MeanControl has 3 values; expected 4", () => _layer.Forward(
            Stream, x.SubView(0, 144), default, x.SubView(144, 144), _parameters, new GpuSsnGates { MeanControl = x.SubView(0, 3) }));
        Refused("chooses from Instance, Layer", () => new GpuSsnLayer<float>(_context.Accelerator, ScalarNet.GpuKernels.Norm) { Selection = new Selection(Normalizer.Group, Normalizer.Group) }.Dispose());
    }

    [Fact]
    public void Backward_passes_without_their_forward_pass()
    {
        var x = _memory.Of(new float[144]);
        var (y, dx) = (_memory.Of(new float[144]), _memory.Of(new float[144]));
        var gradients = new GpuSsnGradients { Gamma = _memory.Of(new float[4]), Beta = _memory.Of(new float[4]) };
        Assert.Contains("there was none", Assert.Throws<InvalidOperationException>(Backward).Message, StringComparison.Ordinal);
        _layer.Forward(Stream, x, default, x, _parameters);
        Assert.Contains("overwrote x", Assert.Throws<InvalidOperationException>(Backward).Message, StringComparison.Ordinal);
        _layer.Forward(Stream, x, default, y, _parameters);
        _layer.Selection = new Selection(Normalizer.Instance, Normalizer.Instance);
        Backward();
        _layer.Forward(Stream, x, default, y, _parameters);
        Backward();
        gradients.MeanRatios = gradients.VarianceRatios = _memory.Of(new double[4]);
        Refused("ratios have no gradients", Backward);
        _layer.Dispose();
        Assert.Throws<ObjectDisposedException>(Backward);

        void Backward() => _layer.Backward(Stream, x, default, y, dx, default, _parameters, gradients);
    }

    [Fact]
    public void An_empty_batch_is_no_work_and_has_no_gradient()
    {
        var gradients = new GpuSsnGradients
        {
            Gamma = _memory.Of(new[] { 1f, 1, 1, 1 }),
            Beta = _memory.Of(new[] { 1f, 1, 1, 1 }),
            MeanRatios = _memory.Of(new[] { 1.0, 1, 1, 1 }),
            VarianceRatios = _memory.Of(new[] { 1.0, 1, 1, 1 }),
        };
        _layer.Forward(Stream, default, default, default, _parameters);
        _layer.Backward(Stream, default, default, default, default, default, _parameters, gradients);
        Stream.Synchronize();
        Assert.All(gradients.Gamma.GetAsArray(), static g => Assert.Equal(0, g));
        Assert.All(gradients.MeanRatios.GetAsArray(), static g => Assert.Equal(0, g));
    }

    [Fact]
    public void Memory_of_others_is_used_in_place()
    {
        var values = new float[144 + 16];
        Array.Fill(values, 3f);
        var handle = System.Runtime.InteropServices.GCHandle.Alloc(values, System.Runtime.InteropServices.GCHandleType.Pinned);
        try
        {
            var address = (handle.AddrOfPinnedObject() + 63) / 64 * 64;
            using var memory = new ForeignMemory<float>(_context.Accelerator, address, 144);
            _layer.Forward(Stream, memory.View, default, memory.View, _parameters);
            Stream.Synchronize();
            Assert.Equal(0, values[80]);
        }
        finally
        {
            handle.Free();
        }

        Refused("address is 0x2", () => new ForeignMemory<float>(_context.Accelerator, 2, 1).Dispose());
    }

    [Fact]
    public void There_is_always_a_device()
    {
        using var context = GpuContext.Create();
        Assert.NotEmpty(context.DeviceName);
    }

    public void Dispose()
    {
        _layer.Dispose();
        _memory.Dispose();
        _context.Dispose();
    }

    private static void Refused(string message, Action call) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}

using System.Collections.Immutable;
using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;
using SsnGen.Training;

namespace SsnGen.Gpu.Tests;

/// <summary>Gates on the device against <see cref="ImportanceRatios"/>.</summary>
public sealed class GpuGateTests : IDisposable
{
    private static readonly Normalizer[] Normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];
    private readonly GpuContext _context = GpuContext.CreateSimulated();

    [Theory]
    [InlineData(Gate.SparsestMax)]
    [InlineData(Gate.Sparsemax)]
    [InlineData(Gate.Softmax)]
    public void Ratios_and_gradients_are_those_of_the_cpu(Gate gate)
    {
        var random = new Random((int)gate);
        for (var i = 0; i < 40; i++)
        {
            var count = random.Next(2, 5);
            var scale = Math.Pow(10, random.Next(-3, 3));
            float[] control = [.. Enumerable.Range(0, count).Select(_ => (float)(scale * ((random.NextDouble() * 2) - 1)))];
            AssertAgree(gate, control, i % 8 == 0 ? SparsestMax.CriticalRadius(count) : random.NextDouble());
        }
    }

    [Theory]
    [InlineData(new[] { 1f, 1f, 1f }, 0.5)]
    [InlineData(new[] { 1f, 1f, 1f }, 0.9)]
    [InlineData(new[] { 0f, 2f, 2f }, 0.6)]
    [InlineData(new[] { 1e30f, -1e30f, 1e30f, 0f }, 0.3)]
    [InlineData(new[] { 0f, 1e-30f }, 0.4)]
    [InlineData(new[] { 0.3f, 0.30000001f, 0.2f, 0.25f }, 0.7)]
    public void Ties_and_extremes_are_those_of_the_cpu(float[] control, double radius)
    {
        ArgumentNullException.ThrowIfNull(control);
        AssertAgree(Gate.SparsestMax, control, radius);
    }

    [Fact]
    public void Only_training_freezes()
    {
        var frozen = Run(Gate.SparsestMax, [0, 5, 0], 0, training: false);
        Assert.Equal([0.0, 1, 0], frozen.Mean);
        Assert.Equal([GpuGates.Mixture, GpuGates.Mixture], frozen.Selected);
        Assert.Equal([1, 1], Run(Gate.SparsestMax, [0, 5, 0], 0, training: true).Selected);
        Assert.Equal(GpuGates.Mixture, Run(Gate.Softmax, [0, 500, 0], 0, training: true).Selected[0]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_control_parameter_that_is_not_finite_gives_no_ratios(float value)
    {
        var result = Run(Gate.SparsestMax, [0, value, 1], 0.5, training: true);
        Assert.All(result.Mean, static ratio => Assert.True(double.IsNaN(ratio)));
        Assert.Equal(GpuGates.Failed, result.Selected[0]);
    }

    public void Dispose() => _context.Dispose();

    private void AssertAgree(Gate gate, float[] control, double radius)
    {
        var ratios = new ImportanceRatios("A", [.. Normalizers.Take(control.Length)], gate);
        ratios.Update(control, radius);
        double[] gradient = [.. Enumerable.Range(0, control.Length).Select(static i => 1.0 / (i + 1))];
        var expected = new double[control.Length];
        ratios.Backward(gradient, expected);
        var result = Run(gate, control, radius, training: false, gradient);
        for (var i = 0; i < control.Length; i++)
        {
            Assert.Equal(ratios.Values[i], result.Mean[i], 1e-12);
            Assert.Equal(ratios.Values[i], result.Variance[i], 1e-12);
            Assert.Equal(expected[i], result.Gradient[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    private GateResult Run(Gate gate, float[] control, double radius, bool training, double[]? gradient = null)
    {
        var device = _context.Accelerator;
        using var memory = new DeviceMemory(device);
        var count = control.Length;
        var gates = new GpuSsnGates
        {
            MeanControl = memory.Of(control),
            VarianceControl = memory.Of(control),
            Selected = memory.Of(new[] { GpuGates.Mixture, GpuGates.Mixture }),
            Radius = radius,
            Gate = (int)gate,
        };
        var parameters = new GpuSsnParameters { MeanRatios = memory.Of(new double[count]), VarianceRatios = memory.Of(new double[count]) };
        var gradients = new GpuSsnGradients
        {
            MeanRatios = memory.Of(gradient ?? new double[count]),
            VarianceRatios = memory.Of(gradient ?? new double[count]),
            MeanControl = memory.Of(new float[count]),
            VarianceControl = memory.Of(new float[count]),
        };
        var kernel = device.LoadKernel<GpuSsnGates, GpuSsnParameters, GpuSsnGradients, int>(Evaluate);
        kernel(device.DefaultStream, new KernelConfig(1, 2), gates, parameters, gradients, training ? 1 : 0);
        device.Synchronize();
        return new(parameters.MeanRatios.GetAsArray(), parameters.VarianceRatios.GetAsArray(), gates.Selected.GetAsArray(), gradients.MeanControl.GetAsArray());
    }

    private static void Evaluate(GpuSsnGates gates, GpuSsnParameters parameters, GpuSsnGradients gradients, int training)
    {
        var order = SharedMemory.Allocate<int>(4);
        var scratch = SharedMemory.Allocate<double>(12);
        if (Group.IdxX == 0)
        {
            GpuGates.Evaluate(gates, parameters, training, order, scratch);
            GpuGates.Differentiate(gates, gradients, order, scratch);
        }
    }

    private sealed record GateResult(double[] Mean, double[] Variance, int[] Selected, float[] Gradient);
}

using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>
/// Convolutions without a Padding: "same", Dilation · (Kernel − 1) / 2 rounded down, so that an odd reach keeps the size and
/// an even kernel loses one pixel.
/// </summary>
public class SamePaddingTests
{
    [Theory]
    [InlineData(1, 1, 0, 10)]
    [InlineData(3, 1, 1, 10)]
    [InlineData(5, 1, 2, 10)]
    [InlineData(2, 1, 0, 9)]
    [InlineData(4, 1, 1, 9)]
    [InlineData(6, 1, 2, 9)]
    [InlineData(1, 4, 0, 10)]
    [InlineData(3, 2, 2, 10)]
    [InlineData(3, 3, 3, 10)]
    [InlineData(5, 2, 4, 10)]
    [InlineData(2, 2, 1, 10)]
    [InlineData(2, 3, 1, 9)]
    [InlineData(4, 2, 3, 10)]
    [InlineData(4, 3, 4, 9)]
    public void Padding_and_size_of_every_kernel_and_dilation(int kernel, int dilation, int padding, int size)
    {
        var layer = Assert.Single(Plan($"Kernel = {kernel}, Dilation = {dilation}").Layers);
        Assert.Equal(new Producer.Conv(4, new Window(kernel, 1, padding, dilation), 1, Bias: true), layer.Producer);
        Assert.Equal(new Shape(4, size, size + 1), layer.Output);
    }

    [Theory]
    [InlineData("Kernel = 3, Stride = 2", 1, 5, 6)]
    [InlineData("Kernel = 2, Stride = 2", 0, 5, 5)]
    [InlineData("Kernel = 4, Stride = 2", 1, 5, 5)]
    [InlineData("Kernel = 3, Dilation = 2, Stride = 3", 2, 4, 4)]
    [InlineData("Kernel = 3, Padding = 0", 0, 8, 9)]
    [InlineData("Kernel = 2, Padding = 1", 1, 11, 12)]
    [InlineData("Kernel = 3, Dilation = 2, Padding = -1", 2, 10, 11)]
    public void Stride_leaves_it_and_a_given_padding_replaces_it(string values, int padding, int height, int width)
    {
        var layer = Assert.Single(Plan(values).Layers);
        Assert.Equal(padding, Assert.IsType<Producer.Conv>(layer.Producer).Window.Columns.After);
        Assert.Equal(new Shape(4, height, width), layer.Output);
    }

    /// <summary>⌈size / stride⌉ windows, the odd zero behind; as TensorFlow does.</summary>
    [Theory]
    [InlineData("Kernel = 3", 1, 1, 1, 1, 10, 11)]
    [InlineData("Kernel = 4", 1, 2, 1, 2, 10, 11)]
    [InlineData("Kernel = 3, Stride = 2", 0, 1, 1, 1, 5, 6)]
    [InlineData("Kernel = 2, Stride = 3", 0, 1, 0, 0, 4, 4)]
    [InlineData("KernelShape = new[] { 1, 5 }, Strides = new[] { 4, 1 }, Dilations = new[] { 1, 2 }", 0, 0, 4, 4, 3, 11)]
    public void Same_upper_pads_for_as_many_windows_as_steps(string values, int top, int bottom, int left, int right, int height, int width)
    {
        var layer = Assert.Single(Plan(values + ", AutoPad = AutoPad.SameUpper").Layers);
        var window = Assert.IsType<Producer.Conv>(layer.Producer).Window;
        Assert.Equal((top, bottom, left, right), (window.Rows.Before, window.Rows.After, window.Columns.Before, window.Columns.After));
        Assert.Equal(new Shape(4, height, width), layer.Output);
    }

    [Fact]
    public void What_is_planned_computes_the_same_as_the_reference()
    {
        string[] values = ["Kernel = 2", "Kernel = 4", "Kernel = 2, Dilation = 2", "Kernel = 4, Dilation = 3", "Kernel = 3, Dilation = 3", "Kernel = 4, Stride = 2", "Kernel = 4, Stride = 3, AutoPad = AutoPad.SameUpper"];
        var plans = values.Select(static (v, i) => Plan(v) with { Namespace = "Compiled.Networks", Name = $"Net{i}" });
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            NetworkAssert.Agrees(network, network.Samples(2), tolerance: 1e-5);
        }
    }

    private static ModelPlan Plan(string values) => PlanText.Plan(
        $$"""
        [SsnModel(Channels = 3, Height = 10, Width = 11)]
        public sealed partial class Net { [Conv(4, {{values}})] public partial Layer A { get; } }
        """);
}

using System.Collections.Immutable;
using SsnGen.Training;

namespace SsnGen.Tests.Training;

public sealed class ImportanceRatiosTests
{
    private const string Path = "Stage2.0.Conv1";

    private static readonly ImmutableArray<Normalizer> Three = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch];

    [Theory]
    [InlineData(Gate.SparsestMax)]
    [InlineData(Gate.Sparsemax)]
    [InlineData(Gate.Softmax)]
    public void They_are_what_the_gate_computes(Gate gate)
    {
        var ratios = new ImportanceRatios(Path, Three, gate);
        float[] control = [0.25f, -0.5f, 0.125f];
        double[] z = [0.25, -0.5, 0.125];
        double[] upstream = [1, -2, 0.5];
        ratios.Update(control, 0.6);
        var gradient = new double[3];
        ratios.Backward(upstream, gradient);
        var (p, expected) = (new double[3], new double[3]);
        switch (gate)
        {
            case Gate.SparsestMax:
                SparsestMax.Evaluate(z, 0.6, p);
                SparsestMax.Backward(z, 0.6, upstream, expected);
                break;
            case Gate.Sparsemax:
                Sparsemax.Evaluate(z, p);
                Sparsemax.Backward(z, upstream, expected);
                break;
            default:
                Softmax.Evaluate(z, p);
                Softmax.Backward(z, upstream, expected);
                break;
        }

        Assert.Equal(p, ratios.Values);
        Assert.Equal(expected, gradient);
        Assert.Equal((Path, Three, gate, 3), (ratios.Layer, ratios.Normalizers, ratios.Gate, ratios.Count));
    }

    [Theory]
    [InlineData(Gate.SparsestMax)]
    [InlineData(Gate.Sparsemax)]
    [InlineData(Gate.Softmax)]
    public void They_start_equal(Gate gate)
    {
        var ratios = new ImportanceRatios(Path, Three, gate);
        Assert.False(ratios.IsFixed);
        foreach (var value in ratios.Values)
            Assert.Equal(1 / 3.0, value, 1e-15);
    }

    [Theory]
    [InlineData(Gate.SparsestMax, 0.3f)]
    [InlineData(Gate.Sparsemax, 2f)]
    public void Once_one_hot_they_freeze_for_good(Gate gate, float lead)
    {
        var ratios = new ImportanceRatios(Path, Three, gate);
        ratios.Update([0, 0.1f, 0], 0.5);
        Assert.False(ratios.Freeze());
        ratios.Update([0, 0, lead], 0.82);
        Assert.True(ratios.Freeze());
        AssertFixed(ratios, 2, Normalizer.Batch);
        Assert.False(ratios.Freeze());

        ratios.Update([9, 0, 0], 0);
        AssertFixed(ratios, 2, Normalizer.Batch);
        ratios.Update([float.NaN, 0, 0], 0);
        AssertFixed(ratios, 2, Normalizer.Batch);
    }

    [Fact]
    public void Evaluation_alone_fixes_nothing()
    {
        var ratios = new ImportanceRatios(Path, Three, Gate.SparsestMax);
        ratios.Update([0, 0.1f, 0], 1);
        Assert.Equal([0, 1.0, 0], ratios.Values);
        Assert.False(ratios.IsFixed);
        Assert.Equal(-1, ratios.FixedIndex);
        Assert.Null(ratios.Fixed);
        ratios.Update([0.1f, 0, 0], 1);
        Assert.Equal([1.0, 0, 0], ratios.Values);
    }

    [Fact]
    public void Nearly_one_hot_is_not_frozen()
    {
        var ratios = new ImportanceRatios(Path, Three, Gate.SparsestMax);
        ratios.Update([0, 0.1f, -0.1f], SparsestMax.CriticalRadius(3) - 1e-9);
        Assert.Equal(1, (float)ratios.Values[1]);
        Assert.False(ratios.Freeze());
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var ratios = new ImportanceRatios(Path, Three, Gate.SparsestMax);
        var (control, gradient, controlGradient) = (new[] { 0.1f, 0.2f, 0.15f }, new double[3], new double[3]);
        for (var step = 0; ; step++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ratios.Update(control, 0.5);
            ratios.Freeze();
            ratios.Backward(gradient, controlGradient);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (step == 0)
                continue;
            Assert.Equal(0, allocated);
            return;
        }
    }

    [Fact]
    public void Softmax_never_freezes()
    {
        var ratios = new ImportanceRatios(Path, Three, Gate.Softmax);
        ratios.Update([0, 1e30f, 0], 1);
        Assert.Equal([0, 1.0, 0], ratios.Values);
        Assert.False(ratios.Freeze());
        Assert.False(ratios.IsFixed);
    }

    [Theory]
    [InlineData(Gate.SparsestMax)]
    [InlineData(Gate.Softmax)]
    public void One_normalizer_is_fixed_from_the_start(Gate gate)
    {
        var ratios = new ImportanceRatios(Path, [Normalizer.Group], gate);
        AssertFixed(ratios, 0, Normalizer.Group);
        Assert.False(ratios.Freeze());

        // Such a layer has no control parameters.
        ratios.Update([], 0.5);
        ratios.Backward([], []);
        AssertFixed(ratios, 0, Normalizer.Group);
    }

    [Fact]
    public void A_checkpoint_fixes_them()
    {
        var ratios = new ImportanceRatios(Path, Three, Gate.SparsestMax);
        ratios.Fix(1);
        AssertFixed(ratios, 1, Normalizer.Layer);
        foreach (var index in new[] { -1, 3 })
            Assert.Contains(Path, Assert.Throws<ArgumentOutOfRangeException>("index", () => ratios.Fix(index)).Message, StringComparison.Ordinal);
        AssertFixed(ratios, 1, Normalizer.Layer);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Control_parameters_that_are_not_finite_name_the_layer(float value)
    {
        foreach (var gate in Enum.GetValues<Gate>())
        {
            var ratios = new ImportanceRatios(Path, Three, gate);
            ratios.Update([0, 0.5f, 0], 0.1);
            var before = ratios.Values.ToArray();
            var exception = Assert.Throws<ControlParameterException>(() => ratios.Update([1, 0, value], 0.1));
            Assert.Equal((Path, 2), (exception.Layer, exception.Index));
            Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
            Assert.Equal(before, ratios.Values);
        }
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentNullException>("layer", () => new ImportanceRatios(null!, Three, Gate.Softmax));
        Assert.Throws<ArgumentException>("normalizers", () => new ImportanceRatios(Path, default, Gate.Softmax));
        Assert.Throws<ArgumentException>("normalizers", () => new ImportanceRatios(Path, [], Gate.Softmax));
        Assert.Throws<ArgumentException>("normalizers", () => new ImportanceRatios(Path, [Normalizer.Batch, Normalizer.Layer], Gate.Softmax));
        Assert.Throws<ArgumentException>("normalizers", () => new ImportanceRatios(Path, [Normalizer.Batch, Normalizer.Batch], Gate.Softmax));
        Assert.Throws<ArgumentOutOfRangeException>("gate", () => new ImportanceRatios(Path, Three, (Gate)9));
        var ratios = new ImportanceRatios(Path, Three, Gate.SparsestMax);
        Assert.Throws<ArgumentException>("control", () => ratios.Update([0, 1], 0));
        Assert.Throws<ArgumentOutOfRangeException>("radius", () => ratios.Update([0, 1, 2], -1));
        Assert.Throws<ArgumentException>("ratioGradient", () => ratios.Backward(new double[2], new double[3]));
        Assert.Throws<ArgumentException>("controlGradient", () => ratios.Backward(new double[3], new double[2]));
    }

    private static void AssertFixed(ImportanceRatios ratios, int index, Normalizer normalizer)
    {
        Assert.True(ratios.IsFixed);
        Assert.Equal(index, ratios.FixedIndex);
        Assert.Equal(normalizer, ratios.Fixed);
        var expected = new double[ratios.Count];
        expected[index] = 1;
        Assert.Equal(expected, ratios.Values);
        var gradient = new double[ratios.Count];
        Array.Fill(gradient, double.NaN);
        ratios.Backward([], gradient);
        Assert.All(gradient, value => Assert.Equal(0, value));
    }
}

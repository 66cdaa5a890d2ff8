namespace SsnGen.Generator.Tests.Kernels;

/// <summary>The numeric contract on inputs chosen to break it.</summary>
public class AdversarialTests
{
    private static readonly Normalizer[] All = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];
    private static readonly double[] Mixed = [0.4, 0.3, 0.2, 0.1];

    public static TheoryData<string, int> Inputs()
    {
        var data = new TheoryData<string, int>();
        foreach (var input in new[] { "constant", "zero", "mean 1e4", "outlier", "denormal", "huge", "negative zero", "one dead channel" })
        {
            foreach (var slabSize in new[] { 1, 7, 49, 1023, 4099 })
            {
                data.Add(input, slabSize);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Contract_holds(string input, int slabSize)
    {
        foreach (var activation in new[] { null, Activations.Relu, Activations.Silu })
        {
            var plan = KernelCompiler.Plan(6, slabSize, All, 3, activation, residual: activation == Activations.Silu);
            var c = Case.Random(plan, 2, 7, Mixed, Mixed);
            for (var i = 0; i < c.X.Length; i++)
            {
                c.X[i] = Value(input, c.X[i], i, i / slabSize % 6);
            }

            foreach (var evaluation in new[] { false, true })
            {
                Contract.Holds(NumericTests.AwayFromKinks(c with { Evaluation = evaluation }));
            }
        }
    }

    [Theory]
    [InlineData(49)]
    [InlineData(4099)]
    public void A_large_constant_has_no_variance(int slabSize)
    {
        // Its float mean is off by up to 1e-3, whose square would count beside ε.
        var c = Case.Random(KernelCompiler.Plan(3, slabSize, [Normalizer.Instance]), 2, 29, [1], [1]);
        for (var i = 0; i < c.X.Length; i++)
        {
            c.X[i] = 16213.777f + (i / slabSize);
        }

        // x̂ is 0, so ∂γ is, and the reference has nothing but its rounding there: ∂x is what a wrong variance scales.
        var reference = new Reference(c);
        reference.Backward();
        Contract.Gradient("dx", c, KernelRun.Of(c).Dx, reference.Dx);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 49)]
    [InlineData(1, 5, 17)]
    [InlineData(3, 1, 33)]
    [InlineData(2, 11, 12289)]
    public void Small_and_odd_shapes(int samples, int channels, int slabSize)
    {
        var plan = KernelCompiler.Plan(channels, slabSize, All, 1, Activations.LeakyRelu, residual: true);
        Contract.Holds(NumericTests.AwayFromKinks(Case.Random(plan, samples, 3, Mixed, Mixed)));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(49)]
    [InlineData(64)]
    public void Alignment_changes_no_bit(int slabSize)
    {
        var plan = KernelCompiler.Plan(5, slabSize, All, 1, Activations.Relu);
        var c = Case.Random(plan, 3, 11, Mixed, Mixed);
        var aligned = KernelRun.Of(c);
        for (var shift = 1; shift < 16; shift += 2)
        {
            var moved = KernelRun.Of(c, shift: shift);
            Assert.Equal(aligned.Y, moved.Y);
            Assert.Equal(aligned.Dx, moved.Dx);
        }
    }

    [Fact]
    public void Large_tensors_written_past_the_caches_have_the_same_bits()
    {
        // Arrays lie on multiples of 8 bytes: one of these places is aligned for the widest vector, and streamed, the others are not.
        var c = Case.Random(KernelCompiler.Plan(4, 4096, All, 2, Activations.Relu, residual: true), 257, 11, Mixed, Mixed);
        var first = KernelRun.Of(c);
        foreach (var shift in new[] { 2, 4, 6, 8, 10, 12, 14 })
        {
            var moved = KernelRun.Of(c, shift: shift);
            Assert.True(first.Y.AsSpan().SequenceEqual(moved.Y));
            Assert.True(first.Dx.AsSpan().SequenceEqual(moved.Dx));
        }
    }

    [Fact]
    public void Empty_batch_leaves_running_moments_and_gives_zero_gradients()
    {
        var c = Case.Random(KernelCompiler.Plan(5, 49, All, 1, Activations.Relu), 0, 1, Mixed, Mixed);
        var run = KernelRun.Of(c);
        Assert.Empty(run.Y);
        Assert.Equal(c.RunningMean, run.RunningMean);
        Assert.Equal(new float[5], run.Dgamma);
        Assert.Equal(new float[5], run.Dbeta);
        Assert.Equal(new double[4], run.Dp);
        Assert.Equal(new double[4], run.Dq);
    }

    [Theory]
    [InlineData(49, float.NaN)]
    [InlineData(7, float.NaN)]
    [InlineData(49, float.PositiveInfinity)]
    [InlineData(5000, float.NegativeInfinity)]
    public void Broken_sample_reaches_only_itself_without_batch_moments(int slabSize, float broken)
    {
        var plan = KernelCompiler.Plan(4, slabSize, All, 2, Activations.Relu);
        var whole = Case.Random(plan, 3, 5, [0.5, 0.3, 0, 0.2], [0.2, 0.5, 0, 0.3]);
        var bad = whole with { X = [.. whole.X] };
        var sample = 4 * slabSize;
        bad.X[sample + slabSize + 3] = broken;
        var (expected, actual) = (KernelRun.Of(whole), KernelRun.Of(bad));
        foreach (var n in new[] { 0, 2 })
        {
            Assert.Equal(expected.Y.AsSpan(n * sample, sample), actual.Y.AsSpan(n * sample, sample));
            Assert.Equal(expected.Dx.AsSpan(n * sample, sample), actual.Dx.AsSpan(n * sample, sample));
        }

        Assert.True(float.IsNaN(actual.Y[sample + slabSize + 3]), "ReLU hid the NaN of the broken sample.");
    }

    [Fact]
    public void Broken_sample_reaches_all_through_batch_moments()
    {
        var c = Case.Random(KernelCompiler.Plan(4, 49, All, 2, Activations.Relu), 3, 5, Mixed, Mixed);
        c.X[0] = float.NaN;
        var y = KernelRun.Of(c).Y;
        Assert.True(float.IsNaN(y[2 * 4 * 49]), "Batch moments with NaN must show in the other samples of the channel.");
        Assert.False(float.IsNaN(y[(2 * 4 * 49) + 49]), "Another channel of another sample has no part in the NaN.");
    }

    private static float Value(string input, float x, int index, int channel) => input switch
    {
        "constant" => 3.7f + channel,
        "zero" => 0,
        "mean 1e4" => 1e4f + x,
        "outlier" => index == 5 ? 1e6f : x,
        "denormal" => x * 1e-40f,
        "huge" => x > 0 ? 1e30f : -1e30f,
        "negative zero" => index % 3 == 0 ? x : -0f,
        "one dead channel" => channel == 2 ? 0 : x,
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "No such input."),
    };
}

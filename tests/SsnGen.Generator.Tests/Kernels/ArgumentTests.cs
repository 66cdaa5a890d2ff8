extern alias runtime;

using runtime::SsnGen.Threading;
using runtime::SsnGen.Training;

namespace SsnGen.Generator.Tests.Kernels;

/// <summary>What the kernels refuse, and what they say.</summary>
public sealed class ArgumentTests : IDisposable
{
    private const int Length = 2 * 4 * 49;

    private readonly ThreadTeam _team = new(1);
    private readonly SsnWorkspace _workspace = new();
    private readonly Case _case = Case.Random(
        KernelCompiler.Plan(4, 49, [Normalizer.Instance, Normalizer.Batch], activation: Activations.Relu, residual: true),
        2, 1, [0.5, 0.5], [0.5, 0.5]);

    private SsnKernel Kernel => KernelCompiler.Get(_case.Plan);

    public void Dispose()
    {
        _workspace.Dispose();
        _team.Dispose();
    }

    [Fact]
    public void Lengths_of_tensors()
    {
        Refuses("x", "x has 391 values, which is no whole number of samples of 196 (4 channels of 49).", () => Forward(x: new float[391]));
        Refuses("y", "y has 391 values; x has 392", () => Forward(y: new float[391]));
        Refuses("residual", "residual has 0 values; x has 392", () => Forward(residual: []));
        var plain = Case.Random(KernelCompiler.Plan(4, 49, [Normalizer.Instance]), 2, 1, [1], [1]);
        Refuses("residual", "residual has 392 values; it must be empty", () => KernelCompiler.Get(plain.Plan).Forward(
            plain.X, new float[Length], new float[Length], ScheduleTests.Parameters(plain), _workspace, _team));
    }

    [Fact]
    public void Lengths_of_parameters()
    {
        Refuses("parameters", "parameters.Gamma has 3 values; it needs 4, one per channel", () => Forward(with: _case with { Gamma = new float[3] }));
        Refuses("parameters", "parameters.Beta has 5 values", () => Forward(with: _case with { Beta = new float[5] }));
        Refuses("parameters", "parameters.MeanRatios has 1 values; it needs 2, one per normalizer (Instance, Batch", () => Forward(with: _case with { P = [1] }));
        Refuses("parameters", "parameters.VarianceRatios has 3 values", () => Forward(with: _case with { Q = [1, 0, 0] }));
        Refuses("parameters", "parameters.RunningMean has 0 values; it needs 4", () => Forward(with: _case with { RunningMean = [] }));
        Refuses("parameters", "parameters.RunningVariance has 6 values", () => Forward(with: _case with { RunningVariance = new float[6] }));
        Refuses("parameters", "parameters.Momentum is", () => Forward(with: _case with { Momentum = 1.5f }));
        Refuses("parameters", "parameters.Momentum is", () => Forward(with: _case with { Momentum = float.NaN }));
        var plain = Case.Random(KernelCompiler.Plan(4, 49, [Normalizer.Instance]), 2, 1, [1], [1]) with { RunningMean = new float[4] };
        Refuses("parameters", "parameters.RunningMean has 4 values; it must be empty, as this kernel has no batch normalizer", () =>
            KernelCompiler.Get(plain.Plan).Forward(plain.X, [], new float[Length], ScheduleTests.Parameters(plain), _workspace, _team));
    }

    [Fact]
    public void Overlapping_memory()
    {
        var memory = new float[Length + 8];
        Refuses("y", "y starts 8 values into the memory of x", () => Kernel.Forward(
            memory.AsSpan(0, Length), _case.Residual, memory.AsSpan(8), ScheduleTests.Parameters(_case), _workspace, _team));
        Forward();
        Refuses("dx", "dx starts 8 values into the memory of upstream", () => Backward(upstream: memory.AsMemory(0, Length), dx: memory.AsMemory(8)));
        Refuses("dresidual", "share memory", () => Backward(dx: memory.AsMemory(0, Length), dresidual: memory.AsMemory(0, Length)));
    }

    [Fact]
    public void Lengths_of_the_backward_pass()
    {
        Forward();
        Refuses("saved", "saved has 0 values; x has 392, and both must have the same (activation Relu, with residual; the backward pass needs Output)",
            () => Backward(saved: Memory<float>.Empty));
        Refuses("upstream", "upstream has 4 values", () => Backward(upstream: new float[4]));
        Refuses("dx", "dx has 4 values", () => Backward(dx: new float[4]));
        Refuses("dresidual", "dresidual has 4 values", () => Backward(dresidual: new float[4]));
        Refuses("gradients", "gradients.Gamma has 3 values; it needs 4", () => Backward(gamma: new float[3]));
        Refuses("gradients", "gradients.MeanRatios has 3 values; it needs 2", () => Backward(meanRatios: new double[3]));
    }

    [Fact]
    public void A_workspace_serves_only_the_backward_pass_of_its_forward_pass()
    {
        var none = Assert.Throws<InvalidOperationException>(() => Backward());
        Assert.Contains("no forward pass", none.Message, StringComparison.Ordinal);
        var other = Case.Random(KernelCompiler.Plan(4, 49, [Normalizer.Instance]), 2, 1, [1], [1]);
        KernelCompiler.Get(other.Plan).Forward(other.X, [], new float[Length], ScheduleTests.Parameters(other), _workspace, _team);
        var mismatch = Assert.Throws<InvalidOperationException>(() => Backward());
        Assert.Contains("a forward pass of Ssn_C4_S49_Instance, and cannot serve a backward pass of Ssn_C4_S49_InstanceBatch_AddRelu", mismatch.Message, StringComparison.Ordinal);
        Forward(x: new float[4 * 49], residual: new float[4 * 49], y: new float[4 * 49]);
        var batch = Assert.Throws<InvalidOperationException>(() => Backward());
        Assert.Contains("1 samples and cannot serve a backward pass of 2", batch.Message, StringComparison.Ordinal);
        var x = new float[Length];
        Forward(x: x, y: x);
        var overwritten = Assert.Throws<InvalidOperationException>(() => Backward());
        Assert.Contains("in place", overwritten.Message, StringComparison.Ordinal);
        Forward();
        Backward();
    }

    [Fact]
    public void A_failed_forward_pass_leaves_no_backward_pass()
    {
        Forward();
        Assert.Throws<ArgumentException>(() => Forward(with: _case with { Gamma = new float[3] }));
        Backward();
        using var gone = new ThreadTeam(2);
        gone.Dispose();
        var large = Case.Random(KernelCompiler.Plan(4, 8192, [Normalizer.Instance]), 2, 1, [1], [1]);
        Assert.Throws<ObjectDisposedException>(() => KernelCompiler.Get(large.Plan).Forward(
            large.X, [], new float[large.X.Length], ScheduleTests.Parameters(large), _workspace, gone));
        Assert.Throws<InvalidOperationException>(() => Backward());
    }

    [Fact]
    public void Disposed_and_missing_objects()
    {
        _workspace.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Forward());
        Assert.Throws<ObjectDisposedException>(() => Backward());
        Assert.Throws<ArgumentNullException>(() => Kernel.Forward(_case.X, _case.Residual, new float[Length], ScheduleTests.Parameters(_case), null!, _team));
        Assert.Throws<ArgumentNullException>(() => Kernel.Forward(_case.X, _case.Residual, new float[Length], ScheduleTests.Parameters(_case), _workspace, null!));
    }

    [Fact]
    public void Bessel_of_single_values()
    {
        var thrown = Assert.ThrowsAny<Exception>(() => KernelCompiler.Get(KernelCompiler.Plan(4, 1, [Normalizer.Layer], bessel: true)));
        var cause = thrown.GetBaseException();
        Assert.IsType<ArgumentException>(cause);
        Assert.Contains("slabs of more than one value", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_input_says_what_to_keep()
    {
        Assert.Equal(BackwardInput.Output, Kernel.BackwardInput);
        foreach (var (activation, residual, expected) in new (Activation?, bool, BackwardInput)[]
        {
            (Activations.Relu, false, BackwardInput.Input),
            (null, true, BackwardInput.Input),
            (Activations.LeakyRelu, true, BackwardInput.Output),
            (Activations.Silu, false, BackwardInput.Input),
            (Activations.Silu, true, BackwardInput.Residual),
        })
        {
            var kernel = KernelCompiler.Get(KernelCompiler.Plan(4, 49, [Normalizer.Instance], activation: activation, residual: residual));
            Assert.Equal(expected, kernel.BackwardInput);
            Assert.Equal((4, 49, residual), (kernel.Channels, kernel.SlabSize, kernel.HasResidual));
        }
    }

    private static void Refuses(string parameter, string message, Action action)
    {
        var thrown = Assert.Throws<ArgumentException>(action);
        Assert.Equal(parameter, thrown.ParamName);
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    private void Forward(float[]? x = null, float[]? residual = null, float[]? y = null, Case? with = null) => Kernel.Forward(
        x ?? _case.X, residual ?? _case.Residual, y ?? new float[Length], ScheduleTests.Parameters(with ?? _case), _workspace, _team);

    private void Backward(
        Memory<float>? saved = null, Memory<float>? upstream = null, Memory<float>? dx = null, Memory<float>? dresidual = null,
        float[]? gamma = null, double[]? meanRatios = null) => Kernel.Backward(
            _case.X, (saved ?? new float[Length]).Span, (upstream ?? _case.Upstream).Span, (dx ?? new float[Length]).Span,
            (dresidual ?? new float[Length]).Span, ScheduleTests.Parameters(_case),
            new SsnGradients { Gamma = gamma ?? new float[4], Beta = new float[4], MeanRatios = meanRatios }, _workspace, _team);
}

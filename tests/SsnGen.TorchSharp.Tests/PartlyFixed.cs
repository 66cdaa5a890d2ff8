using SsnGen.TorchSharp.Tests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>A module in the middle of its training: some layers are fixed, one has only its mean fixed, the others are mixtures.</summary>
internal static class PartlyFixed
{
    public const int FixedLayers = 2;

    public static SmallNet.Module Create(int seed = 21)
    {
        manual_seed(seed);
        var module = new SmallNet.Module();
        using (no_grad())
        {
            Set(module.Norms[0].MeanWeight!, 3, 0, 0);
            Set(module.Norms[0].VarWeight!, 0, 3, 0);
            Set(module.Norms[1].MeanWeight!, 0, 0, 3);
            Set(module.Norms[1].VarWeight!, 0, 0, 3);
            Set(module.Norms[2].MeanWeight!, 0, 3, 0);
        }

        using var optimizer = SsnOptimizer.Sgd(module, 0.05);
        module.Radius = 0.25;
        for (var step = 0; step < 3; step++)
        {
            TrainingStep.Run(module, optimizer);
        }

        Assert.Equal(FixedLayers, module.FixedCount);
        return module;
    }

    /// <summary>What a module computes in evaluation, for an input that is always the same.</summary>
    public static float[] Evaluate(SsnModule module)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        module.eval();
        return module.forward(tensor(Enumerable.Range(0, 256).Select(static i => ((i * 37 % 101) / 50f) - 1).ToArray(), [2, 2, 8, 8])).data<float>().ToArray();
    }

    /// <summary>Asserts that two modules have the same state, and do the same with it.</summary>
    public static void AssertSame(SsnModule expected, SsnModule actual)
    {
        var values = actual.state_dict();
        foreach (var (name, tensor) in expected.state_dict())
        {
            Assert.True(tensor.equal(values[name]).all().item<bool>(), $"{name} differs");
        }

        Assert.Equal(Evaluate(expected), Evaluate(actual));
        Assert.Equal(expected.Selections, actual.Selections);
        Assert.Equal(expected.Radius, actual.Radius);
        Assert.Equal(
            expected.Norms.Select(static norm => (norm.Ratios.Mean.FixedIndex, norm.Ratios.Variance.FixedIndex)),
            actual.Norms.Select(static norm => (norm.Ratios.Mean.FixedIndex, norm.Ratios.Variance.FixedIndex)));
        Assert.Equal(
            expected.named_parameters().Select(static entry => entry.parameter.requires_grad),
            actual.named_parameters().Select(static entry => entry.parameter.requires_grad));
    }

    private static void Set(Parameter control, params float[] values) => control.copy_(tensor(values));
}

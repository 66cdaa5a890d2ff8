using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>A step of training on a random batch.</summary>
internal static class TrainingStep
{
    public static float Run(SsnModule module, SsnOptimizer optimizer, Action? beforeStep = null)
    {
        using var scope = NewDisposeScope();
        var shape = module.ModelLayers[0].Input;
        module.train();
        optimizer.ZeroGrad();
        var output = module.forward(randn(6, shape.Channels, shape.Height, shape.Width));
        var loss = nn.functional.cross_entropy(output, randint(0, output.shape[1], 6));
        module.Backward(loss);
        beforeStep?.Invoke();
        optimizer.Step();
        return loss.item<float>();
    }
}

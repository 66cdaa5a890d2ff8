using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Layers of one normalizer against PyTorch's own.</summary>
public sealed class FixedNormalizerTests
{
    [Fact]
    public void They_train_and_run_as_those_of_PyTorch()
    {
        manual_seed(5);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = new NormalizersNet.Module();
        var batch = nn.BatchNorm2d(6, momentum: 0.3);
        foreach (var norm in module.Norms)
        {
            using var none = no_grad();
            norm.Weight.copy_(linspace(0.5, 2, 6));
            norm.Bias.copy_(linspace(-1, 1, 6));
            batch.weight!.copy_(norm.Weight);
            batch.bias!.copy_(norm.Bias);
        }

        for (var step = 0; step < 3; step++)
        {
            var x = randn(4, 6, 3, 5) + step;
            AssertClose(Expected(x, batch), module.ForwardAll(x));
        }

        AssertClose([batch.running_mean!, batch.running_var!], [module.Norms[0].RunningMean!, module.Norms[0].RunningVar!]);
        module.eval();
        batch.eval();
        var input = randn(2, 6, 3, 5);
        var outputs = module.ForwardAll(input);
        AssertClose(Expected(input, batch), outputs);

        module.Save(folder.File("normalizers.safetensors"));
        var values = outputs.Select(static y => new float[y.numel()]).ToArray();
        NormalizersNet.Load(folder.File("normalizers.safetensors")).Run(input.data<float>().ToArray(), batch: values[0], instance: values[1], layer: values[2], group: values[3]);
        for (var i = 0; i < values.Length; i++)
        {
            FloatAssert.MaxDifference<float, float>(outputs[i].data<float>().ToArray(), values[i], 1e-5);
        }
    }

    /// <summary>There is no unbiased variance of one value: PyTorch refuses such a batch, and here it leaves the running moments.</summary>
    [Fact]
    public void A_batch_of_one_value_moves_nothing()
    {
        using var scope = NewDisposeScope();
        using var module = new OneValueNet.Module();
        module.forward(ones(1, 2, 1, 1));
        Assert.Equal([0f, 0f], module.Norms[0].RunningMean!.data<float>().ToArray());
        Assert.Equal([1f, 1f], module.Norms[0].RunningVar!.data<float>().ToArray());
        Assert.Equal(1, module.RefusedBatches);
        module.forward(ones(2, 2, 1, 1));
        Assert.Equal([0.9f, 0.9f], module.Norms[0].RunningVar!.data<float>().ToArray());
    }

    private static Tensor[] Expected(Tensor x, global::TorchSharp.Modules.BatchNorm2d batch)
    {
        var (weight, bias) = (batch.weight!, batch.bias!);
        return
        [
            batch.forward(x),
            nn.functional.group_norm(x, 6, weight, bias),
            nn.functional.group_norm(x, 1, weight, bias, 1e-3),
            nn.functional.group_norm(x, 3, weight, bias),
        ];
    }

    private static void AssertClose(Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            FloatAssert.MaxDifference<float, float>(expected[i].detach().data<float>().ToArray(), actual[i].detach().data<float>().ToArray(), 1e-5);
        }
    }
}

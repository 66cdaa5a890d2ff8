using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>SSN as published (Shao et al., CVPR 2019, equations 1 to 3), in float64 tensor operations under libtorch's autograd.</summary>
internal static class PublishedFormula
{
    /// <summary>Normalizes x, [N, C, S]; p and q are [K], moments of the batch are those of x, or running ones where they are given.</summary>
    public static Tensor Run(SsnKernel kernel, Tensor x, Tensor? residual, Tensor gamma, Tensor beta, Tensor p, Tensor q, (Tensor Mean, Tensor Variance)? running)
    {
        var mean = zeros(1, float64);
        var variance = zeros(1, float64);
        for (var k = 0; k < kernel.Normalizers.Length; k++)
        {
            var (mk, vk) = Moments(kernel, kernel.Normalizers[k], x, running);
            mean = mean + (p[k] * mk);
            variance = variance + (q[k] * vk);
        }

        var t = ((x - mean) / (variance + kernel.Epsilon).sqrt() * gamma.view(1, -1, 1)) + beta.view(1, -1, 1);
        t = residual is null ? t : t + residual;
        return kernel.Activation switch
        {
            null => t,
            Activation.Relu => nn.functional.relu(t),
            Activation.LeakyRelu leaky => nn.functional.leaky_relu(t, leaky.Slope),
            Activation.Silu => nn.functional.silu(t),
            Activation.HardSwish => nn.functional.hardswish(t),
            Activation.Sigmoid => nn.functional.sigmoid(t),
            Activation.HardSigmoid => nn.functional.hardsigmoid(t),
            Activation.Tanh => nn.functional.tanh(t),
            Activation.Relu6 => nn.functional.relu6(t),
            Activation.Clip clip => t.clamp(clip.Minimum, clip.Maximum),
            Activation.Elu elu => nn.functional.elu(t, elu.Alpha),
            Activation.Gelu => nn.functional.gelu(t),
            Activation.GeluTanh => nn.functional.gelu(t, global::TorchSharp.Modules.GELU.Approximate.tanh),
            Activation.Mish => nn.functional.mish(t),
            Activation.Softplus => nn.functional.softplus(t),
            var other => throw new NotSupportedException($"There is no formula of {other}."),
        };
    }

    private static (Tensor Mean, Tensor Variance) Moments(SsnKernel kernel, Normalizer normalizer, Tensor x, (Tensor Mean, Tensor Variance)? running)
    {
        var (n, c, s) = (x.shape[0], x.shape[1], x.shape[2]);
        switch (normalizer)
        {
            case Normalizer.Instance:
                return Over(x, 2);
            case Normalizer.Layer:
                return Over(x, 1, 2);
            case Normalizer.Batch when running is { } given:
                return (given.Mean.view(1, -1, 1), given.Variance.view(1, -1, 1));
            case Normalizer.Batch:
                return Over(x, 0, 2);
            default:
                var (mean, variance) = Over(x.view(n, kernel.Groups, c / kernel.Groups * s), 2);
                return (Spread(mean), Spread(variance));
        }

        Tensor Spread(Tensor groups) => groups.repeat_interleave(c / kernel.Groups, dim: 1);
    }

    private static (Tensor Mean, Tensor Variance) Over(Tensor x, params long[] dimensions)
    {
        var mean = x.mean(dimensions, keepdim: true);
        return (mean, (x - mean).square().mean(dimensions, keepdim: true));
    }
}

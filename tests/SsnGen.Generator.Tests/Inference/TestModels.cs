extern alias runtime;

using System.Collections.Immutable;
using SsnGen.Generator.Planning;
using Runtime = runtime::SsnGen;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Plans written by hand, and the layers that they describe.</summary>
internal static class TestModels
{
    public static ModelPlan Model(string name, ShapePlan input, params LayerPlan[] layers)
    {
        var kernels = KernelPlanner.Assign(layers);
        return new ModelPlan(
            "Compiled.Networks",
            name,
            "public sealed partial",
            input,
            Backend.Cpu,
            HalfStorage: false,
            AsksForKernels: false,
            new EquatableArray<LayerPlan>(layers),
            default,
            kernels,
            "00112233445566778899aabbccddeeff",
            default);
    }

    /// <summary>One layer behind the previous one (or the input).</summary>
    public static LayerPlan Layer(
        int index, ShapePlan input, ShapePlan output, ProducerPlan producer, NormalizationPlan? normalization = null, ActivationKind activation = ActivationKind.None, int? residual = null) => new(
        index, $"Layer{index}", $"Layer{index}", index - 1, residual, input, output, producer, normalization, new ActivationPlan(activation, 0), 0);

    public static NormalizationPlan Selected(Normalizer mean, Normalizer variance, int groups = 1) => new(
        new EquatableArray<Normalizer>([Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group]),
        groups,
        SharedRatios: false,
        Gate.SparsestMax,
        Epsilon: 1e-5f,
        Momentum: 0.1f,
        ZeroGamma: false,
        Bessel: false,
        new SelectionPlan(mean, variance, $"[Selected(\"Layer\", Normalizer.{mean}, Normalizer.{variance})]"),
        Kernel: 0);

    /// <summary>A small residual network of two convolutions, pooling and a classifier; each layer of another pair.</summary>
    public static ModelPlan Residual(string name, int channels = 16, int size = 16)
    {
        var input = new ShapePlan(1, size, size);
        var image = new ShapePlan(channels, size, size);
        var pooled = new ShapePlan(channels, 1, 1);
        var same = new ConvPlan(Kernel: 3, Stride: 1, Padding: 1, Dilation: 1, Groups: 1, Bias: false);
        return Model(
            name,
            input,
            Layer(0, input, image, same, Selected(Normalizer.Batch, Normalizer.Batch), ActivationKind.Relu),
            Layer(1, image, image, same, Selected(Normalizer.Instance, Normalizer.Batch), ActivationKind.Relu),
            Layer(2, image, image, same, Selected(Normalizer.Layer, Normalizer.Instance), ActivationKind.Relu, residual: 0),
            Layer(3, image, pooled, new GlobalAveragePoolPlan()),
            Layer(4, pooled, new ShapePlan(10, 1, 1), new LinearPlan(Bias: true)));
    }

    /// <summary>The layers that a plan describes, as the runtime knows them.</summary>
    public static IReadOnlyList<Runtime.Layer> Layers(ModelPlan plan)
    {
        var layers = new List<Runtime.Layer>();
        foreach (var layer in plan.Layers)
        {
            layers.Add(new Runtime.Layer
            {
                Path = layer.Path,
                Source = layer.Source < 0 ? null : layers[layer.Source],
                Input = Shape(layer.Input),
                Output = Shape(layer.Output),
                Producer = Producer(layer.Producer),
                Normalization = layer.Normalization is null ? null : Normalization(layer.Normalization),
                Residual = layer.Residual is >= 0 and var residual ? layers[residual] : null,
                AddsInput = layer.Residual == -1,
                Activation = (Runtime.ActivationKind)layer.Activation.Kind,
                NegativeSlope = layer.Activation.Slope,
            });
        }

        return layers;
    }

    private static Runtime.Shape Shape(ShapePlan shape) => new(shape.Channels, shape.Height, shape.Width);

    private static Runtime.Producer Producer(ProducerPlan producer) => producer switch
    {
        IdentityPlan => new Runtime.Producer.Identity(),
        ConvPlan c => new Runtime.Producer.Conv(c.Kernel, c.Stride, c.Padding, c.Dilation, c.Groups, c.Bias),
        LinearPlan l => new Runtime.Producer.Linear(l.Bias),
        MaxPoolPlan p => new Runtime.Producer.MaxPool(p.Kernel, p.Stride, p.Padding),
        AveragePoolPlan p => new Runtime.Producer.AveragePool(p.Kernel, p.Stride, p.Padding),
        GlobalAveragePoolPlan => new Runtime.Producer.GlobalAveragePool(),
        _ => throw new ArgumentException($"There is no runtime producer for {producer}.", nameof(producer)),
    };

    private static Runtime.Normalization Normalization(NormalizationPlan plan) => new()
    {
        Normalizers = [.. plan.Omega.Select(static n => (Runtime.Normalizer)n)],
        Groups = plan.Groups,
        SharedRatios = plan.SharedRatios,
        Gate = (Runtime.Gate)plan.Gate,
        Epsilon = plan.Epsilon,
        Bessel = plan.Bessel,
        Selection = plan.Selection is { } s ? new Runtime.Selection((Runtime.Normalizer)s.Mean, (Runtime.Normalizer)s.Variance) : null,
    };
}

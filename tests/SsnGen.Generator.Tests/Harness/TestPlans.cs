extern alias runtime;

using System.Collections.Immutable;
using SsnGen.Generator.Planning;
using Runtime = runtime::SsnGen;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>Plans written by hand, and the layers that they describe.</summary>
internal static class TestPlans
{
    public static ModelPlan Model(string name, Shape input, params LayerPlan[] layers) => Model(name, [input], layers, [layers.Length]);

    /// <summary>A network of any number of inputs and outputs.</summary>
    /// <param name="outputs">The values that it returns; those of the inputs come first.</param>
    public static ModelPlan Model(string name, Shape[] inputs, LayerPlan[] layers, int[] outputs)
    {
        var kernels = KernelPlanner.Assign(layers);
        return new ModelPlan(
            "Compiled.Networks",
            name,
            "public sealed partial",
            Backend.Cpu,
            HalfStorage: false,
            AsksForKernels: false,
            EquatableArray.From(inputs.Select((shape, i) => new InputPlan(i == 0 ? "input" : $"input{i}", shape))),
            new EquatableArray<LayerPlan>(layers),
            EquatableArray.From(outputs.Select(v => new OutputPlan(v, outputs.Length == 1 ? "output" : layers[v - inputs.Length].Path))),
            default,
            kernels,
            "00112233445566778899aabbccddeeff",
            default);
    }

    /// <summary>One layer behind the previous one (or the input).</summary>
    /// <param name="added">The values that it adds: 0 for the input, 1 for what the first layer computes.</param>
    public static LayerPlan Layer(
        int index, Shape input, Shape output, Producer producer, NormalizationPlan? normalization = null, Activation? activation = null, params int[] added) => new(
        index, index, index + 1, $"Layer{index}", $"Layer{index}", new EquatableArray<int>([index]), input, output, Fit(producer, output), normalization, Tail(added.Select(static a => new TailStep.Add(a)), activation), 0);

    /// <summary>Steps, then an activation.</summary>
    public static TailPlan Tail(IEnumerable<TailStep> steps, Activation? activation = null) =>
        new(EquatableArray.From(activation is null ? steps : steps.Append(new TailStep.Activate(activation))));

    /// <summary>A convolution whose channels are those of the layer that it is given to.</summary>
    public static Producer.Conv Conv(int Kernel, int Stride, int Padding, int Dilation, int Groups, bool Bias) => new(0, new Window(Kernel, Stride, Padding, Dilation), Groups, Bias);

    /// <summary>A linear layer whose features are those of the layer that it is given to.</summary>
    public static Producer.Linear Linear(bool Bias) => new(0, Bias);

    private static Producer Fit(Producer producer, Shape output) => producer switch
    {
        Producer.Conv { Channels: 0 } conv => conv with { Channels = output.Channels },
        Producer.ConvTranspose { Channels: 0 } transposed => transposed with { Channels = output.Channels },
        Producer.Linear { Features: 0 } linear => linear with { Features = output.Channels },
        _ => producer,
    };

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
        var input = new Shape(1, size, size);
        var image = new Shape(channels, size, size);
        var pooled = new Shape(channels, 1, 1);
        var same = Conv(Kernel: 3, Stride: 1, Padding: 1, Dilation: 1, Groups: 1, Bias: false);
        return Model(
            name,
            input,
            Layer(0, input, image, same, Selected(Normalizer.Batch, Normalizer.Batch), Activations.Relu),
            Layer(1, image, image, same, Selected(Normalizer.Instance, Normalizer.Batch), Activations.Relu),
            Layer(2, image, image, same, Selected(Normalizer.Layer, Normalizer.Instance), Activations.Relu, 1),
            Layer(3, image, pooled, new Producer.GlobalAveragePool()),
            Layer(4, pooled, new Shape(10, 1, 1), TestPlans.Linear(Bias: true)));
    }

    /// <summary>The layers that a plan describes, as the runtime knows them.</summary>
    public static IReadOnlyList<Runtime.Layer> Layers(ModelPlan plan) => Graph(plan).Layers;

    /// <summary>The network that a plan describes, as the runtime knows it.</summary>
    public static Runtime.NetworkGraph Graph(ModelPlan plan)
    {
        Runtime.NetworkInput[] inputs = [.. plan.Inputs.Select(static i => new Runtime.NetworkInput(i.Name, Shape(i.Shape)))];
        var values = new List<Runtime.NetworkValue>(inputs);
        foreach (var layer in plan.Layers)
        {
            values.Add(new Runtime.Layer
            {
                Path = layer.Path,
                Sources = [.. layer.Sources.Select(v => values[v])],
                Output = Shape(layer.Output),
                Producer = (Runtime.Producer)Same(layer.Producer, layer.Producer.Arguments),
                Normalization = layer.Normalization is null ? null : Normalization(layer.Normalization),
                Tail = [.. layer.Tail.Steps.Select(s => Step(s, values))],
            });
        }

        return new Runtime.NetworkGraph(inputs, [.. values.OfType<Runtime.Layer>()], [.. plan.Outputs.Select(o => new Runtime.NetworkOutput(o.Name, (Runtime.Layer)values[o.Value]))]);
    }

    private static Runtime.TailStep Step(TailStep step, List<Runtime.NetworkValue> values) => step switch
    {
        TailStep.Add add => new Runtime.TailStep.Add(values[add.Value]),
        TailStep.Multiply multiply => new Runtime.TailStep.Multiply(values[multiply.Value]),
        TailStep.Activate a => new Runtime.TailStep.Activate((Runtime.Activation)Same(a.Activation, [.. a.Activation.Arguments.Cast<object>()])),
        _ => throw new ArgumentException(step.ToString(), nameof(step)),
    };

    private static Runtime.Shape Shape(Shape shape) => shape.Rank switch
    {
        1 => new(shape.Channels, shape.Width),
        2 => new(shape.Channels, shape.Height, shape.Width),
        _ => new(shape.Channels, shape.Depth, shape.Height, shape.Width),
    };

    // The same record, as the runtime compiles it.
    private static object Same(object record, object[] arguments) =>
        Activator.CreateInstance(typeof(Runtime.Producer).Assembly.GetType(record.GetType().FullName!, throwOnError: true)!, [.. arguments.Select(static a => a is Window w ? Runtime.Window.Of([.. w.Axes.Select(Axis)], w.Ceiling) : a)])!;

    private static Runtime.WindowAxis Axis(WindowAxis axis) => new(axis.Kernel, axis.Stride, axis.Before, axis.After, axis.Dilation);

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

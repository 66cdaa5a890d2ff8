using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Torch;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch;

/// <summary>Writes the lines of one layer in the forward method. Each step reads the tensor of the step before and releases it.</summary>
internal sealed class LayerForwardWriter(SourceWriter w, ModelPlan plan, ModuleStep step)
{
    private LayerPlan Layer => step.Layer;

    /// <summary>The variable of a layer's output.</summary>
    public static string Name(LayerPlan layer) => Identifier.Of("y" + layer.Identifier);

    public void Write()
    {
        w.Line("// " + Describe());
        var steps = Steps().ToArray();
        var current = Name(Layer.Source);
        for (var i = 0; i < steps.Length; i++)
        {
            var result = i == steps.Length - 1 ? Name(Layer) : Identifier.Of($"t{(i == 0 ? "" : Literal.Of(i + 1))}{Layer.Identifier}");
            w.Line($"{TorchEmitter.Tensor} {result} = {steps[i](current)};");
            if (i > 0)
            {
                w.Line($"{current}.Dispose();");
            }

            current = result;
        }
    }

    private string Name(int index) => index < 0 ? "input" : Name(plan.Layers[index]);

    /// <summary>What the layer does, each step an expression of the tensor before it.</summary>
    private IEnumerable<Func<string, string>> Steps()
    {
        foreach (var step in ProducerSteps())
        {
            yield return step;
        }

        if (Layer.Normalization is not null)
        {
            yield return x => $"_norm{Layer.Identifier}.forward({x}{(Layer.Residual is null ? "" : ", " + Residual())})";
        }
        else
        {
            if (Layer.Residual is not null)
            {
                yield return x => $"{x}.add({Residual()})";
            }

            if (Layer.Activation.Kind != ActivationKind.None)
            {
                yield return Activation;
            }
        }

        if (Layer.Dropout > 0)
        {
            yield return x => $"{TorchEmitter.Functional}.dropout({x}, {Literal.Of((double)Layer.Dropout)}, this.training)";
        }

        if (step.IsEmpty)
        {
            yield return static x => $"{x}.alias()";
        }
    }

    // A view costs no memory, and is released with the scope.
    private string Residual()
    {
        var source = Layer.Residual!.Value;
        return step.Residual switch
        {
            TensorView.Same => Name(source),
            TensorView.Image => ToImage(Name(source), Layer.Output.Channels),
            TensorView.Vector => Flatten(Name(source)),
            _ => throw new InvalidOperationException($"No emission for {step.Residual}."),
        };
    }

    private IEnumerable<Func<string, string>> ProducerSteps()
    {
        if (step.Source != TensorView.Same)
        {
            yield return step.Source == TensorView.Vector ? Flatten : x => ToImage(x, Layer.Input.Channels);
        }

        switch (Layer.Producer)
        {
            case LinearPlan:
                yield return x => $"_linear{Layer.Identifier}.forward({x})";
                break;
            case ConvPlan:
                yield return x => $"_conv{Layer.Identifier}.forward({x})";
                break;
            case MaxPoolPlan pool:
                yield return x => Pool("max_pool2d", x, pool.Kernel, pool.Stride, pool.Padding);
                break;
            case AveragePoolPlan pool:
                yield return x => Pool("avg_pool2d", x, pool.Kernel, pool.Stride, pool.Padding);
                break;
            case GlobalAveragePoolPlan:
                yield return static x => $"{TorchEmitter.Functional}.adaptive_avg_pool2d({x}, 1L)";
                break;
        }
    }

    private string Activation(string x) => Layer.Activation.Kind switch
    {
        ActivationKind.Relu => $"{TorchEmitter.Functional}.relu({x})",
        ActivationKind.LeakyRelu => $"{TorchEmitter.Functional}.leaky_relu({x}, {Literal.Of((double)Layer.Activation.Slope)})",
        ActivationKind.Silu => $"{TorchEmitter.Functional}.silu({x})",
        _ => throw new InvalidOperationException($"No emission for {Layer.Activation.Kind}."),
    };

    private static string Pool(string function, string x, int kernel, int stride, int padding) =>
        $"{TorchEmitter.Functional}.{function}({x}, {Literal.Of(kernel)}L, stride: {Literal.Of(stride)}L, padding: {Literal.Of(padding)}L)";

    private static string Flatten(string x) => $"{x}.flatten(1L)";

    private static string ToImage(string x, int channels) => $"{x}.reshape(-1L, {Literal.Of(channels)}L, 1L, 1L)";

    /// <summary>The layer in words, such as <c>Stage1.0.Conv2: 3x3 convolution, SSN + Stem, Relu -&gt; 16x16x16</c>.</summary>
    private string Describe()
    {
        var parts = new List<string>();
        switch (Layer.Producer)
        {
            case ConvPlan conv:
                var size = Literal.Of(conv.Kernel);
                parts.Add(size + "x" + size + " convolution" + (conv.Stride == 1 ? "" : " of stride " + Literal.Of(conv.Stride)));
                break;
            case LinearPlan:
                parts.Add("fully connected");
                break;
            case MaxPoolPlan:
                parts.Add("max pooling");
                break;
            case AveragePoolPlan:
                parts.Add("average pooling");
                break;
            case GlobalAveragePoolPlan:
                parts.Add("global average pooling");
                break;
        }

        if (Layer.Normalization is { } normalization)
        {
            parts.Add("SSN of " + string.Join("/", normalization.Omega.Select(static n => n.ToString())));
        }

        if (Layer.Residual is { } residual)
        {
            parts.Add("plus " + (residual < 0 ? "the input" : plan.Layers[residual].Path));
        }

        if (Layer.Activation.Kind != ActivationKind.None)
        {
            parts.Add(Layer.Activation.Kind.ToString());
        }

        if (Layer.Dropout > 0)
        {
            parts.Add("dropout");
        }

        return $"{Layer.Path}: {string.Join(", ", parts)} -> {Layer.Output}";
    }
}

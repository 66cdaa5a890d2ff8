using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Torch;

/// <summary>Writes the lines of one layer in the forward method. Each step reads the tensor of the step before and releases it.</summary>
internal sealed class LayerForwardWriter(SourceWriter w, ModelPlan plan, LayerPlan layer, TensorRanks ranks)
{
    /// <summary>The variable of a layer's output.</summary>
    public static string Name(LayerPlan layer) => Identifier.Of("y" + layer.Identifier);

    public void Write()
    {
        w.Line("// " + Describe());
        var steps = Steps().ToArray();
        var current = Name(layer.Source);
        for (var i = 0; i < steps.Length; i++)
        {
            var result = i == steps.Length - 1 ? Name(layer) : Identifier.Of($"t{(i == 0 ? "" : Literal.Of(i + 1))}{layer.Identifier}");
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

        if (layer.Normalization is not null)
        {
            yield return x => $"_norm{layer.Identifier}.forward({x}{(layer.Residual is null ? "" : ", " + Residual())})";
        }
        else
        {
            if (layer.Residual is not null)
            {
                yield return x => $"{x}.add({Residual()})";
            }

            if (layer.Activation.Kind != ActivationKind.None)
            {
                yield return Activation;
            }
        }

        if (layer.Dropout > 0)
        {
            yield return x => $"{TorchEmitter.Functional}.dropout({x}, {Literal.Of((double)layer.Dropout)}, this.training)";
        }

        if (IsEmpty)
        {
            yield return static x => $"{x}.alias()";
        }
    }

    // A view where the ranks differ; it costs no memory, and is released with the scope.
    private string Residual()
    {
        var source = layer.Residual!.Value;
        return (ranks.IsVector(source), ranks.IsVector(layer.Index)) switch
        {
            (true, false) => ToImage(Name(source), layer.Output.Channels),
            (false, true) => Flatten(Name(source)),
            _ => Name(source),
        };
    }

    private bool IsEmpty =>
        layer.Producer is IdentityPlan && layer is { Normalization: null, Residual: null, Activation.Kind: ActivationKind.None } && !(layer.Dropout > 0);

    private IEnumerable<Func<string, string>> ProducerSteps()
    {
        var vector = ranks.IsVector(layer.Source);
        if (layer.Producer is LinearPlan)
        {
            if (!vector)
            {
                yield return Flatten;
            }

            yield return x => $"_linear{layer.Identifier}.forward({x})";
            yield break;
        }

        if (vector && layer.Producer is not IdentityPlan)
        {
            yield return x => ToImage(x, layer.Input.Channels);
        }

        switch (layer.Producer)
        {
            case ConvPlan:
                yield return x => $"_conv{layer.Identifier}.forward({x})";
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

    private string Activation(string x) => layer.Activation.Kind switch
    {
        ActivationKind.Relu => $"{TorchEmitter.Functional}.relu({x})",
        ActivationKind.LeakyRelu => $"{TorchEmitter.Functional}.leaky_relu({x}, {Literal.Of((double)layer.Activation.Slope)})",
        ActivationKind.Silu => $"{TorchEmitter.Functional}.silu({x})",
        _ => throw new InvalidOperationException($"No emission for {layer.Activation.Kind}."),
    };

    private static string Pool(string function, string x, int kernel, int stride, int padding) =>
        $"{TorchEmitter.Functional}.{function}({x}, {Literal.Of(kernel)}L, stride: {Literal.Of(stride)}L, padding: {Literal.Of(padding)}L)";

    private static string Flatten(string x) => $"{x}.flatten(1L)";

    private static string ToImage(string x, int channels) => $"{x}.reshape(-1L, {Literal.Of(channels)}L, 1L, 1L)";

    /// <summary>The layer in words, such as <c>Stage1.0.Conv2: 3x3 convolution, SSN + Stem, Relu -&gt; 16x16x16</c>.</summary>
    private string Describe()
    {
        var parts = new List<string>();
        switch (layer.Producer)
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

        if (layer.Normalization is { } normalization)
        {
            parts.Add("SSN of " + string.Join("/", normalization.Omega.Select(static n => n.ToString())));
        }

        if (layer.Residual is { } residual)
        {
            parts.Add("plus " + (residual < 0 ? "the input" : plan.Layers[residual].Path));
        }

        if (layer.Activation.Kind != ActivationKind.None)
        {
            parts.Add(layer.Activation.Kind.ToString());
        }

        if (layer.Dropout > 0)
        {
            parts.Add("dropout");
        }

        return $"{layer.Path}: {string.Join(", ", parts)} -> {layer.Output}";
    }
}

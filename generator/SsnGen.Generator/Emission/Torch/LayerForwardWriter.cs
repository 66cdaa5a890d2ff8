using SsnGen.Generator.Emission.Torch.Producers;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Torch;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch;

/// <summary>Writes the lines of one layer in the forward method. Each step reads the tensor of the step before and releases it.</summary>
internal sealed class LayerForwardWriter(SourceWriter w, ModelPlan plan, ModuleStep step)
{
    private const string Cat = "global::TorchSharp.torch.cat";

    private LayerPlan Layer => step.Layer;

    /// <summary>The variable of a layer's output.</summary>
    public static string Name(LayerPlan layer) => Identifier.Of("y" + layer.Identifier);

    public void Write()
    {
        w.Line("// " + Describe());
        var steps = Steps().ToArray();
        var current = Name(Layer.Sources[0]);
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

    private string Name(int value) => plan.LayerOf(value) is { } layer ? Name(layer) : $"inputs[{Literal.Of(value)}]";

    /// <summary>What the layer does, each step an expression of the tensor before it.</summary>
    private IEnumerable<Func<string, string>> Steps()
    {
        foreach (var step in ProducerSteps())
        {
            yield return step;
        }

        if (Layer.Normalization is not null)
        {
            // The kernel computes what is fused.
            var residual = Layer.Fused.Residual is null ? "" : ", " + Operands().First();
            yield return x => $"_norm{Layer.Identifier}.forward({x}{residual})";
        }

        foreach (var step in TailSteps().Skip(Layer.Normalization is null ? 0 : Layer.Fused.Length))
        {
            yield return step;
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

    private IEnumerable<Func<string, string>> TailSteps()
    {
        var operands = new Queue<string>(Operands());
        return Layer.Tail.Steps.Select<TailStep, Func<string, string>>(tail => tail switch
        {
            TailStep.Add => With("add", operands.Dequeue()),
            TailStep.Multiply => With("mul", operands.Dequeue()),
            TailStep.Activate a => x => a.Activation.Torch(TorchEmitter.Functional, x),
            _ => throw new InvalidOperationException($"No emission for {tail}."),
        });

        static Func<string, string> With(string method, string y) => x => $"{x}.{method}({y})";
    }

    // A view costs no memory, and is released with the scope.
    private IEnumerable<string> Operands() => Layer.Tail.Values.Select((value, i) => View(value, step.Operands[i], plan.ShapeOf(value).Channels, Layer.Output.Rank));

    private string View(int value, TensorView view, int channels, int rank) => view switch
    {
        TensorView.Same => Name(value),
        TensorView.Image => ToImage(Name(value), channels, rank),
        TensorView.Vector => Flatten(Name(value)),
        _ => throw new InvalidOperationException($"No emission for {view}."),
    };

    private IEnumerable<Func<string, string>> ProducerSteps()
    {
        if (Layer.Joins)
        {
            var parts = string.Join(", ", Layer.Sources.Select((value, i) => View(value, step.Sources[i], plan.ShapeOf(value).Channels, Layer.Input.Rank)));
            yield return _ => $"{Cat}([{parts}], 1L)";
        }

        if (step.Source != TensorView.Same)
        {
            yield return step.Source == TensorView.Vector ? Flatten : x => ToImage(x, Layer.Input.Channels, Layer.Input.Rank);
        }

        if (ProducerTorch.Of(Layer.Producer) is { } producer)
        {
            yield return x => producer.Forward(Layer, x);
        }
    }

    private static string Flatten(string x) => $"{x}.flatten(1L)";

    private static string ToImage(string x, int channels, int rank) => $"{x}.reshape(-1L, {Literal.Of(channels)}L{string.Concat(Enumerable.Repeat(", 1L", rank))})";

    /// <summary>The layer in words, such as <c>Stage1.0.Conv2: 3x3 convolution, SSN of Instance/Layer/Batch, plus Stem, ReLU -&gt; 16x16x16</c>.</summary>
    private string Describe()
    {
        var parts = new List<string>();
        if (Layer.Joins)
        {
            parts.Add(plan.JoinedName(Layer));
        }

        if (Layer.Producer is not Producer.Identity)
        {
            parts.Add(Layer.Producer.Words);
        }

        if (Layer.Normalization is { } normalization)
        {
            parts.Add("SSN of " + string.Join("/", normalization.Omega.Select(static n => n.ToString())));
        }

        parts.AddRange(Layer.Tail.Steps.Select(tail => tail switch
        {
            TailStep.Add add => "plus " + plan.NameOf(add.Value),
            TailStep.Multiply multiply => "times " + plan.NameOf(multiply.Value),
            TailStep.Activate a => a.Activation.Words,
            _ => throw new InvalidOperationException($"No words for {tail}."),
        }));

        if (Layer.Dropout > 0)
        {
            parts.Add("dropout");
        }

        return $"{Layer.Path}: {string.Join(", ", parts)} -> {Layer.Output}";
    }
}

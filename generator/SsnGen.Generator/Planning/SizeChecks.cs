using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Checks the other sizes of pictures that a network is compiled for, each of which is planned as a network of its own.</summary>
internal static class SizeChecks
{
    /// <summary>Checks what can be said of them by themselves.</summary>
    public static void Check(ModelDefinition model, Findings findings)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { model.Sample.Size };
        foreach (var size in model.Sizes)
        {
            new Values(model.Name, size.Place, findings).AtLeast(1, ("Height", size.Height), ("Width", size.Width));
            if (!known.Add(size.Words))
            {
                findings.Add(Descriptors.Misplaced, size.Place, model.Name, $"it is compiled for {size.Words} already: remove [InputSize({Of(size.Height)}, {Of(size.Width)})]");
            }
        }

        if (model.Sizes.Length == 0)
        {
            return;
        }

        var first = model.Sizes[0];
        if (model.Sample.Length is not null)
        {
            findings.Add(Descriptors.Misplaced, first.Place, model.Name, "[InputSize] gives the height and width of pictures, and it reads sequences: remove it");
        }
        else if (EndNames.InputMembers(model.Members).Any())
        {
            findings.Add(Descriptors.Misplaced, first.Place, model.Name, "[InputSize] gives the size of one input, and it has several: remove it, or hand the network one input of all their channels");
        }
    }

    /// <summary>Reports what is wrong with the network of another size: the first error, or weights of another shape.</summary>
    /// <param name="plan">The network of its own size.</param>
    /// <param name="size">The other size.</param>
    /// <param name="sized">What planning it for that size found.</param>
    public static void Check(ModelPlan plan, SizeDefinition size, PlanningResult sized, Findings findings)
    {
        var error = sized.Findings.FirstOrDefault(static f => f.IsError);
        var why = error is not null ? error.Message
            : plan.IsNormalizationAlone ? "a network of one normalization runs on its training kernel, which is of one size: give it another layer"
            : plan.Layers.Zip(sized.Plan!.Layers, static (own, other) => Weights(own, other) ?? Omega(own, other)).FirstOrDefault(static w => w is not null);
        if (why is not null)
        {
            // The words of the error, at the size that causes it.
            findings.Add(Descriptors.OtherSize, size.Place, plan.Name, size.Words, why);
        }
    }

    // How the weights of a layer depend on the size; null where they do not.
    private static string? Weights(LayerPlan layer, LayerPlan sized)
    {
        var (own, other) = (layer.Producer.Weights(layer.Input)?.Shape, sized.Producer.Weights(sized.Input)?.Shape);
        return own is null || own.SequenceEqual(other!) ? null
            : $"the weights of '{layer.Path}' would be {Words(own)} for its own size and {Words(other!)} for this one, and there is one file of weights: pool to a size that does not change before it, by [GlobalAveragePool] or [AdaptiveAveragePool]";
    }

    // How its normalizers do: a layer that names none chooses from those that suit its values.
    private static string? Omega(LayerPlan layer, LayerPlan sized) =>
        layer.Normalization is not { } own || sized.Normalization is not { } other || own.Omega == other.Omega ? null
        : $"'{layer.Path}' would choose from {string.Join(", ", own.Omega)} for its own size and from {string.Join(", ", other.Omega)} for this one: give [Ssn] the normalizers that both have";

    private static string Words(IReadOnlyList<int> shape) => "[" + string.Join(", ", shape.Select(static s => Of(s))) + "]";
}

using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Emission.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Makes one layer out of the facets of one property, in one place of the expansion.</summary>
internal sealed class LayerBuilder(MemberDefinition member, Scope scope, Expansion expansion, Findings findings)
{
    private string Path => scope.Prefix + member.Name;

    public LayerPlan Build()
    {
        var source = Single<FromFacet>("[From]") is { } from
            ? scope.Resolve(from.Source, member.Name, from.Place, findings) ?? scope.Last
            : scope.Last;
        var input = expansion.ShapeOf(source);
        var producer = Single<ProducerFacet>("producer");
        var (plan, output) = new ProducerPlanner(member.Name, scope.Stage, findings).Plan(producer, input, Single<SsnFacet>("[Ssn]") is not null);
        var ssn = Single<SsnFacet>("[Ssn]");
        var normalization = ssn is null ? null : new NormalizationPlanner(member.Name, findings).Plan(ssn, output);
        var activation = Single<ActivationFacet>("activation");
        CheckFacets(activation);
        var residual = Residual(output, ssn);
        var dropout = Single<DropoutFacet>("[Dropout]");
        return new LayerPlan(
            Index: -1,
            Path,
            Identifier: "",
            source,
            residual,
            input,
            output,
            plan,
            normalization,
            new ActivationPlan(activation?.Kind ?? ActivationKind.None, activation?.Slope ?? 0),
            dropout?.Probability ?? 0);
    }

    private T? Single<T>(string what)
        where T : Facet
    {
        T? single = null;
        foreach (var facet in member.Facets.OfType<T>())
        {
            if (single is not null)
            {
                findings.Add(Descriptors.FacetTwice, facet.Place, member.Name, what);
            }

            single ??= facet;
        }

        return single;
    }

    private void CheckFacets(ActivationFacet? activation)
    {
        if (!member.Facets.Any(static f => f is not FromFacet))
        {
            findings.Add(Descriptors.EmptyLayer, member.Place, member.Name);
        }

        foreach (var repeat in member.Facets.OfType<RepeatFacet>())
        {
            findings.Add(Descriptors.Misplaced, repeat.Place, member.Name, "[Repeat]", "needs a property of type Stage<TBlock>");
        }

        if (activation is { Kind: ActivationKind.LeakyRelu })
        {
            new Values(member.Name, activation.Place, findings)
                .Check("Slope", activation.Slope, activation.Slope is > 0 and <= 1, "greater than 0 and at most 1");
        }

        foreach (var dropout in member.Facets.OfType<DropoutFacet>())
        {
            new Values(member.Name, dropout.Place, findings)
                .Check("Probability", dropout.Probability, dropout.Probability is >= 0 and < 1, "at least 0 and less than 1");
        }
    }

    private int? Residual(ShapePlan output, SsnFacet? ssn)
    {
        var add = Single<AddFacet>("[Add]");
        var shortcut = Single<ShortcutFacet>("[Shortcut]");
        if (add is not null && shortcut is not null)
        {
            findings.Add(Descriptors.FacetTwice, shortcut.Place, member.Name, "residual ([Add] and [Shortcut])");
            return null;
        }

        if (shortcut is not null)
        {
            return Shortcut(shortcut, output, ssn);
        }

        if (add is null || scope.Resolve(add.Source, member.Name, add.Place, findings) is not { } layer)
        {
            return null;
        }

        var shape = expansion.ShapeOf(layer);
        if (shape != output)
        {
            findings.Add(Descriptors.ShapeMismatch, add.Place, Path, output.ToString(), expansion.NameOf(layer), shape.ToString(), "give both the same channels and strides, or use [Shortcut] in a block");
        }

        return layer;
    }

    private int? Shortcut(ShortcutFacet shortcut, ShapePlan output, SsnFacet? ssn)
    {
        if (scope.Stage is not { } stage)
        {
            findings.Add(Descriptors.Misplaced, shortcut.Place, member.Name, "[Shortcut]", "needs a block, whose input it adds: use [Add(nameof(LAYER))] in a model");
            return null;
        }

        var input = expansion.ShapeOf(stage.Input);
        if (input == output)
        {
            return stage.Input;
        }

        if (stage.Projection is not null)
        {
            findings.Add(Descriptors.FacetTwice, shortcut.Place, member.Name, "projecting [Shortcut] in its block");
            return null;
        }

        var projected = new ShapePlan(output.Channels, ((input.Height - 1) / stage.Stride) + 1, ((input.Width - 1) / stage.Stride) + 1);
        if (projected != output)
        {
            findings.Add(Descriptors.ShapeMismatch, shortcut.Place, Path, output.ToString(), expansion.NameOf(stage.Input), input.ToString(), "a 1x1 convolution of stride " + Of(stage.Stride) + " makes " + projected + " of it: mark one convolution of the block with Strided = true and pad the others to keep their size");
            return null;
        }

        var projection = new LayerPlan(
            Index: -1,
            scope.Prefix + "Shortcut",
            Identifier: "",
            stage.Input,
            Residual: null,
            input,
            output,
            new ConvPlan(1, stage.Stride, 0, 1, 1, Bias: ssn is null),
            ssn is null ? null : new NormalizationPlanner(member.Name, findings).Plan(ssn with { ZeroGamma = false }, output),
            default,
            0);
        stage.Projection = expansion.Append(projection, member);
        return stage.Projection;
    }
}

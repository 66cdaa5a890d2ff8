using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Checks the facets of one layer: that they go together, and that their values are in range whatever its shape.</summary>
internal sealed class FacetChecks(MemberDefinition member, bool isBlock, Findings findings)
{
    /// <summary>Checks all facets.</summary>
    public void Check()
    {
        CheckTogether();
        foreach (var facet in member.Facets)
        {
            switch (facet)
            {
                case ConvFacet conv:
                    Check(conv);
                    break;
                case LinearFacet linear:
                    Values(linear).AtLeast(1, ("Features", linear.Features));
                    break;
                case PoolFacet pool:
                    Values(pool).AtLeast(1, ("Kernel", pool.Kernel), ("Stride", pool.Stride == 0 ? Math.Max(1, pool.Kernel) : pool.Stride));
                    Values(pool).Check("Padding", pool.Padding, pool.Padding >= 0 && pool.Padding <= Math.Max(0, pool.Kernel / 2), "at least 0 and at most half of Kernel");
                    break;
                case SsnFacet ssn:
                    Check(ssn);
                    break;
                case ShortcutFacet when !isBlock:
                    findings.Add(Descriptors.Misplaced, facet.Place, member.Name, "[Shortcut] adds the input of a block, and this is none: use [Add(nameof(LAYER))], or [Add(LayerSource.Input)]");
                    break;
                case ActivationFacet { Kind: ActivationKind.LeakyRelu } leaky:
                    Values(leaky).Check("Slope", leaky.Slope, leaky.Slope is > 0 and <= 1, "greater than 0 and at most 1");
                    break;
                case DropoutFacet dropout:
                    Values(dropout).Check("Probability", dropout.Probability, dropout.Probability is >= 0 and < 1, "at least 0 and less than 1");
                    break;
                case RepeatFacet:
                    findings.Add(Descriptors.Misplaced, facet.Place, member.Name, "[Repeat] needs a property of type Stage<TBlock>");
                    break;
            }
        }
    }

    private void CheckTogether()
    {
        Single<FromFacet>("[From]", "a layer reads one other");
        Single<ProducerFacet>("producer", "split it into several layers");
        Single<SsnFacet>("[Ssn]", "split it into several layers");
        Single<ActivationFacet>("activation", "split it into several layers");
        Single<DropoutFacet>("[Dropout]", "remove one");
        Single<AddFacet>("[Add]", "split it into several layers");
        Single<ShortcutFacet>("[Shortcut]", "remove one, as it would add the same input again");
        if (member.Facets.Any(static f => f is AddFacet) && member.Facets.OfType<ShortcutFacet>().FirstOrDefault() is { } shortcut)
        {
            findings.Add(Descriptors.FacetTwice, shortcut.Place, member.Name, "residual ([Add] and [Shortcut])", "split it into several layers");
        }

        if (!member.Facets.Any(static f => f is not FromFacet and not RepeatFacet))
        {
            findings.Add(Descriptors.EmptyLayer, member.Place, member.Name);
        }
    }

    private void Single<T>(string what, string remedy)
        where T : Facet
    {
        foreach (var facet in member.Facets.OfType<T>().Skip(1))
        {
            findings.Add(Descriptors.FacetTwice, facet.Place, member.Name, what, remedy);
        }
    }

    private void Check(ConvFacet conv)
    {
        var values = Values(conv);
        values.AtLeast(1, ("Kernel", conv.Kernel), ("Stride", conv.Stride), ("Dilation", conv.Dilation), ("Groups", conv.Groups), ("Reduction", conv.Reduction));
        values.Check("Padding", conv.Padding, conv.Padding >= -1, "at least 0, or -1 for the size of the input");
        values.Check("Channels", conv.Channels, conv.Channels >= (isBlock ? 0 : 1), isBlock ? "at least 1, or left out for those of the stage" : "at least 1");
        if (!isBlock && (conv.Strided || conv.Reduction != 1))
        {
            findings.Add(Descriptors.Misplaced, conv.Place, member.Name, (conv.Strided ? "Strided" : "Reduction") + " follows the stage of a block, and this is none: give the layer its own " + (conv.Strided ? "Stride" : "channels"));
        }
        else if (conv is { Strided: true, Stride: not 1 })
        {
            findings.Add(Descriptors.Misplaced, conv.Place, member.Name, "Stride contradicts Strided = true, which takes the stage's stride: give one of them");
        }
    }

    private void Check(SsnFacet ssn)
    {
        var values = Values(ssn);
        foreach (var unknown in ssn.Normalizers.Where(static n => n is < Normalizer.Instance or > Normalizer.Group))
        {
            values.Check("A normalizer", (int)unknown, false, "one of Normalizer's values");
        }

        foreach (var twice in ssn.Normalizers.GroupBy(static n => n).Where(static g => g.Count() > 1))
        {
            var choices = string.Join(", ", ssn.Normalizers.Distinct().OrderBy(static n => n));
            findings.Add(Descriptors.NormalizerTwice, ssn.Place, member.Name, twice.Key.ToString(), choices);
        }

        values.Check("Gate", (int)ssn.Gate, ssn.Gate is >= Gate.SparsestMax and <= Gate.Softmax, "one of Gate's values");
        values.Check("Epsilon", ssn.Epsilon, ssn.Epsilon > 0 && !float.IsInfinity(ssn.Epsilon), "positive and finite");
        values.Check("Momentum", ssn.Momentum, ssn.Momentum is >= 0 and <= 1, "at least 0 and at most 1");
        if (ssn.Normalizers.Contains(Normalizer.Group))
        {
            values.AtLeast(1, ("Groups", ssn.Groups));
        }
    }

    private Values Values(Facet facet) => new(member.Name, facet.Place, findings);
}

using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning.Facets;
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
                case ProducerFacet producer:
                    ProducerReader.For(producer).Check(producer, new ProducerChecks(member.Name, isBlock, Values(producer), findings));
                    break;
                case SsnFacet ssn:
                    Check(ssn);
                    break;
                case ShortcutFacet when !isBlock:
                    findings.Add(Descriptors.Misplaced, facet.Place, member.Name, "[Shortcut] adds the input of a block, and this is none: use [Add(nameof(LAYER))], or [Add(LayerSource.Input)]");
                    break;
                case ActivationFacet activation when ActivationReader.Read(activation).Problem is var (name, value, rule):
                    Values(activation).Check(name, value, valid: false, rule);
                    break;
                case ConcatFacet concat:
                    Values(concat).Check("The number of layers that [Concat] names", concat.Sources.Length, concat.Sources.Length >= 2, "at least 2: [From] reads one");
                    break;
                case DropoutFacet dropout:
                    Values(dropout).Check("Probability", dropout.Probability, dropout.Probability is >= 0 and < 1, "at least 0 and less than 1");
                    break;
                case InputFacet:
                    findings.Add(Descriptors.Misplaced, facet.Place, member.Name, "[Input] needs a property of type NetworkInput");
                    break;
                case RepeatFacet:
                    findings.Add(Descriptors.Misplaced, facet.Place, member.Name, "[Repeat] needs a property of type Stage<TBlock>");
                    break;
            }
        }
    }

    private void CheckTogether()
    {
        Single("source ([From], [Concat])", "remove one", static f => f is FromFacet or ConcatFacet);
        Single<ProducerFacet>("producer", "split it into several layers");
        Single<SsnFacet>("normalization", "split it into several layers");
        Single<ActivationFacet>("activation", "split it into several layers");
        Single<DropoutFacet>("[Dropout]", "remove one");
        Single<ShortcutFacet>("[Shortcut]", "remove one, as it would add the same input again");
        Once<AddFacet>("Add");
        Once<MultiplyFacet>("Multiply");

        if (isBlock && member.Facets.Any(static f => f is AddFacet { Source: LayerSource.Input }) && member.Facets.OfType<ShortcutFacet>().FirstOrDefault() is { } shortcut)
        {
            findings.Add(Descriptors.FacetTwice, shortcut.Place, member.Name, "sum with the block's input ([Add(LayerSource.Input)] and [Shortcut])", "remove one");
        }

        if (!member.Facets.Any(static f => f is not FromFacet and not RepeatFacet and not InputFacet and not OutputFacet))
        {
            findings.Add(Descriptors.EmptyLayer, member.Place, member.Name);
        }
    }

    private void Single<T>(string what, string remedy)
        where T : Facet => Single(what, remedy, static f => f is T);

    private void Single(string what, string remedy, Func<Facet, bool> isOne)
    {
        foreach (var facet in member.Facets.Where(isOne).Skip(1))
        {
            findings.Add(Descriptors.FacetTwice, facet.Place, member.Name, what, remedy);
        }
    }

    private void Once<T>(string attribute)
        where T : OperandFacet
    {
        foreach (var twice in member.Facets.OfType<T>().GroupBy(static f => f.Source).SelectMany(static g => g.Skip(1)))
        {
            findings.Add(Descriptors.FacetTwice, twice.Place, member.Name, $"[{attribute}] of '{twice.Source}'", "remove one");
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

using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning.Facets;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Makes a producer out of its facet, and infers the shape that it produces.</summary>
internal static class ProducerPlanner
{
    /// <summary>Plans the producer of a layer; one that does not fit, which is reported, leaves the layer its input.</summary>
    public static (Producer Producer, Shape Output) Plan(ProducerFacet? facet, ProducerContext context)
    {
        var nothing = (new Producer.Identity(), context.Input);
        if (facet is null)
        {
            return nothing;
        }

        var reader = ProducerReader.For(facet);
        if (reader.Read(facet, context) is not { } producer)
        {
            return nothing;
        }

        var misfits = new List<Misfit>();
        var output = producer.Infer(context.Input, misfits);
        if (misfits.Count > 0)
        {
            misfits.ForEach(m => Report(m, context.SiteOf(facet.Place), context.Input, context.Findings));
            return (new Producer.Identity(), output);
        }

        reader.Warn(facet, context, output);
        return (producer, output);
    }

    /// <summary>Reports why a producer cannot read an input.</summary>
    public static void Report(Misfit misfit, Site site, Shape input, Findings findings)
    {
        switch (misfit)
        {
            case WindowMisfit window:
                findings.Add(Descriptors.WindowTooLarge, site, site.Name, Of(window.Span), input.ToString(), window.Padding, Of(window.Side));
                break;
            case SizeMisfit size:
                findings.Add(Descriptors.TooLarge, site, site.Name, "produces " + size.Size);
                break;
            case GroupsMisfit groups:
                ReportGroups(site, groups.Groups, groups.Channels, groups.What, groups.Others, findings);
                break;
            case RankMisfit rank:
                findings.Add(Descriptors.Misplaced, site, site.Name, $"what produces its values is for pictures, [C, H, W], and it reads {rank.Read}: reshape the samples, or use what moves a window over them");
                break;
            case ValueMisfit value:
                new Values(site, findings).Check(value.Name, value.Value, valid: false, value.Rule);
                break;
            default:
                throw new InvalidOperationException("Nothing is said of " + misfit.GetType().Name);
        }
    }

    /// <summary>Reports groups that do not divide channels, with the largest number that would.</summary>
    /// <param name="site">Where they are given.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="channels">The channels that they do not divide.</param>
    /// <param name="what">What channels these are.</param>
    /// <param name="others">Other channels that they must divide too.</param>
    /// <param name="findings">Takes the finding.</param>
    public static void ReportGroups(Site site, int groups, int channels, string what, int others, Findings findings)
    {
        var divisor = Math.Min(groups, channels);
        while (channels % divisor != 0 || others % divisor != 0)
        {
            divisor--;
        }

        findings.Add(new Finding(Descriptors.GroupsDoNotDivide, site.Place, new([site.Name, Of(groups), Of(channels), what, Of(divisor)])) { Within = site.Within, Remedy = Of(divisor) });
    }
}

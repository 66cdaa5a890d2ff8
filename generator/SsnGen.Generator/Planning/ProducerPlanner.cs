using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Makes a producer out of its facet, and infers the shape that it produces.</summary>
internal readonly struct ProducerPlanner(Func<Place, Site> siteOf, StageContext? stage, Findings findings)
{
    /// <summary>The most pixels that a channel may have.</summary>
    public const long MaximumSlab = 1 << 28;

    public (ProducerPlan Plan, ShapePlan Output) Plan(ProducerFacet? facet, ShapePlan input, bool normalized) => facet switch
    {
        ConvFacet conv => Conv(conv, input, normalized),
        LinearFacet linear => Linear(linear, normalized),
        PoolFacet pool => Pool(pool, input),
        GlobalAveragePoolFacet => (new GlobalAveragePoolPlan(), new ShapePlan(input.Channels, 1, 1)),
        _ => (new IdentityPlan(), input),
    };

    private (ProducerPlan Plan, ShapePlan Output) Conv(ConvFacet conv, ShapePlan input, bool normalized)
    {
        if (Channels(conv, input) is not { } channels)
        {
            return (new IdentityPlan(), input);
        }

        var stride = conv.Strided ? stage!.Stride : conv.Stride;
        var valid = Divides(conv, input, channels);
        if (!Window(conv.Reach + 1, stride, conv.Border, input, conv.Place, out var height, out var width) || !valid)
        {
            return (new IdentityPlan(), new ShapePlan(channels, input.Height, input.Width));
        }

        WarnOfEvenKernel(conv, stride, input, height, width);
        return (
            new ConvPlan(conv.Kernel, stride, (int)conv.Border, conv.Dilation, conv.Groups, conv.Bias ?? !normalized),
            new ShapePlan(channels, height, width));
    }

    // "Same" is what the default padding is called everywhere, and what it is not for even kernels.
    private void WarnOfEvenKernel(ConvFacet conv, int stride, ShapePlan input, int height, int width)
    {
        if (conv.Padding < 0 && (height, width) != (((input.Height - 1) / stride) + 1, ((input.Width - 1) / stride) + 1))
        {
            var site = siteOf(conv.Place);
            findings.Add(Descriptors.EvenKernel, site, site.Name, $"{Of(height)}x{Of(width)} pixels", $"{Of(input.Height)}x{Of(input.Width)}");
        }
    }

    private int? Channels(ConvFacet conv, ShapePlan input)
    {
        if (conv.Channels > 0)
        {
            return conv.Channels;
        }

        var site = siteOf(conv.Place);
        var channels = stage!.Channels;
        if (channels == 0)
        {
            // A mistake of the stage, however many layers wait for its channels.
            var isOwn = stage.Model.Facets.Contains(stage.Repeat);
            findings.Add(new Finding(Descriptors.InvalidValue, stage.Model.Place, new([stage.Path, "Channels", "not given", $"given by [Repeat], as layers of '{stage.Block.Name}' take them from it"]))
            {
                Within = isOwn ? null : stage.Repeat.Place,
                Remedy = isOwn ? "Channels=" + Of(input.Channels) : null,
            });
            return null;
        }

        if (channels % conv.Reduction != 0)
        {
            findings.Add(Descriptors.InvalidValue, site, site.Name, "Reduction", Of(conv.Reduction), "a divisor of the stage's " + Of(channels) + " channels");
            return null;
        }

        return channels / conv.Reduction;
    }

    private static (ProducerPlan Plan, ShapePlan Output) Linear(LinearFacet linear, bool normalized) =>
        (new LinearPlan(linear.Bias ?? !normalized), new ShapePlan(linear.Features, 1, 1));

    private (ProducerPlan Plan, ShapePlan Output) Pool(PoolFacet pool, ShapePlan input)
    {
        var stride = pool.Stride == 0 ? pool.Kernel : pool.Stride;
        if (!Window(pool.Kernel, stride, pool.Padding, input, pool.Place, out var height, out var width))
        {
            return (new IdentityPlan(), input);
        }

        ProducerPlan plan = pool.Max ? new MaxPoolPlan(pool.Kernel, stride, pool.Padding) : new AveragePoolPlan(pool.Kernel, stride, pool.Padding);
        return (plan, new ShapePlan(input.Channels, height, width));
    }

    private bool Window(long span, int stride, long padding, ShapePlan input, Place place, out int height, out int width)
    {
        (height, width) = (1, 1);
        var site = siteOf(place);
        var smallest = Math.Min(input.Height, input.Width) + (2 * padding);
        if (span > smallest)
        {
            findings.Add(Descriptors.WindowTooLarge, site, site.Name, Of(span), input.ToString(), Of(padding), Of(smallest));
            return false;
        }

        var steps = (Height: ((input.Height + (2 * padding) - span) / stride) + 1, Width: ((input.Width + (2 * padding) - span) / stride) + 1);
        if (steps.Height * steps.Width > MaximumSlab || padding > MaximumSlab)
        {
            findings.Add(Descriptors.TooLarge, site, site.Name, "produces " + Of(steps.Height) + "x" + Of(steps.Width) + " pixels");
            return false;
        }

        (height, width) = ((int)steps.Height, (int)steps.Width);
        return true;
    }

    private bool Divides(ConvFacet conv, ShapePlan input, int channels)
    {
        var (ofInput, ofOutput) = (input.Channels % conv.Groups == 0, channels % conv.Groups == 0);
        if (!ofInput)
        {
            ReportGroups(siteOf(conv.Place), conv.Groups, input.Channels, "input", channels, findings);
        }

        if (!ofOutput)
        {
            ReportGroups(siteOf(conv.Place), conv.Groups, channels, "output", input.Channels, findings);
        }

        return ofInput && ofOutput;
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

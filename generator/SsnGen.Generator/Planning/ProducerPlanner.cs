using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Emission.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Makes a producer out of its facet, and infers the shape that it produces.</summary>
internal readonly struct ProducerPlanner(string layer, StageContext? stage, Findings findings)
{
    /// <summary>The most pixels that a channel may have.</summary>
    public const long MaximumSlab = 1 << 28;

    public (ProducerPlan Plan, ShapePlan Output) Plan(ProducerFacet? facet, ShapePlan input, bool normalized) => facet switch
    {
        ConvFacet conv => Conv(conv, input, normalized),
        LinearFacet linear => Linear(linear, input, normalized),
        PoolFacet pool => Pool(pool, input),
        GlobalAveragePoolFacet => (new GlobalAveragePoolPlan(), new ShapePlan(input.Channels, 1, 1)),
        _ => (new IdentityPlan(), input),
    };

    private (ProducerPlan Plan, ShapePlan Output) Conv(ConvFacet conv, ShapePlan input, bool normalized)
    {
        var values = new Values(layer, conv.Place, findings);
        var valid = values.AtLeast(1, ("Kernel", conv.Kernel), ("Stride", conv.Stride), ("Dilation", conv.Dilation), ("Groups", conv.Groups), ("Reduction", conv.Reduction))
            & values.AtLeast(-1, ("Padding", conv.Padding))
            & values.AtLeast(0, ("Channels", conv.Channels))
            & InBlock(conv);
        if (!valid || Channels(conv) is not { } channels)
        {
            return (new IdentityPlan(), input);
        }

        var stride = conv.Strided ? stage!.Stride : conv.Stride;
        var reach = (long)conv.Dilation * (conv.Kernel - 1);
        var padding = conv.Padding >= 0 ? conv.Padding : reach / 2;
        valid = Divides(conv.Groups, input.Channels, "input", conv.Place) & Divides(conv.Groups, channels, "output", conv.Place);
        if (!Window(reach + 1, stride, padding, input, conv.Place, out var height, out var width) || !valid)
        {
            return (new IdentityPlan(), new ShapePlan(channels, input.Height, input.Width));
        }

        return (
            new ConvPlan(conv.Kernel, stride, (int)padding, conv.Dilation, conv.Groups, conv.Bias ?? !normalized),
            new ShapePlan(channels, height, width));
    }

    private bool InBlock(ConvFacet conv)
    {
        if (stage is null && (conv.Strided || conv.Reduction != 1))
        {
            findings.Add(Descriptors.Misplaced, conv.Place, layer, conv.Strided ? "Strided" : "Reduction", "needs a block, whose stage it follows: give the model's own layers a Stride and channels");
            return false;
        }

        if (conv is { Strided: true, Stride: not 1 })
        {
            findings.Add(Descriptors.Misplaced, conv.Place, layer, "Stride", "contradicts Strided = true, which takes the stage's stride: give one of them");
            return false;
        }

        return true;
    }

    private int? Channels(ConvFacet conv)
    {
        if (conv.Channels > 0)
        {
            return conv.Channels;
        }

        var channels = stage?.Channels ?? 0;
        if (channels == 0)
        {
            findings.Add(Descriptors.InvalidValue, conv.Place, layer, "Channels", "0", stage is null ? "at least 1" : "given here or by the stage's [Repeat]");
            return null;
        }

        if (channels % conv.Reduction != 0)
        {
            findings.Add(Descriptors.InvalidValue, conv.Place, layer, "Reduction", Of(conv.Reduction), "a divisor of the stage's " + Of(channels) + " channels");
            return null;
        }

        return channels / conv.Reduction;
    }

    private (ProducerPlan Plan, ShapePlan Output) Linear(LinearFacet linear, ShapePlan input, bool normalized) =>
        new Values(layer, linear.Place, findings).AtLeast(1, ("Features", linear.Features))
            ? (new LinearPlan(linear.Bias ?? !normalized), new ShapePlan(linear.Features, 1, 1))
            : (new IdentityPlan(), input);

    private (ProducerPlan Plan, ShapePlan Output) Pool(PoolFacet pool, ShapePlan input)
    {
        var values = new Values(layer, pool.Place, findings);
        var stride = pool.Stride == 0 ? pool.Kernel : pool.Stride;
        if (!values.AtLeast(1, ("Kernel", pool.Kernel), ("Stride", stride))
            || !values.Check("Padding", pool.Padding, pool.Padding >= 0 && pool.Padding <= pool.Kernel / 2, "at least 0 and at most half of Kernel")
            || !Window(pool.Kernel, stride, pool.Padding, input, pool.Place, out var height, out var width))
        {
            return (new IdentityPlan(), input);
        }

        ProducerPlan plan = pool.Max ? new MaxPoolPlan(pool.Kernel, stride, pool.Padding) : new AveragePoolPlan(pool.Kernel, stride, pool.Padding);
        return (plan, new ShapePlan(input.Channels, height, width));
    }

    private bool Window(long span, int stride, long padding, ShapePlan input, Place place, out int height, out int width)
    {
        (height, width) = (1, 1);
        var smallest = Math.Min(input.Height, input.Width) + (2 * padding);
        if (span > smallest)
        {
            findings.Add(Descriptors.WindowTooLarge, place, layer, Of(span), input.ToString(), Of(padding), Of(smallest));
            return false;
        }

        var steps = (Height: ((input.Height + (2 * padding) - span) / stride) + 1, Width: ((input.Width + (2 * padding) - span) / stride) + 1);
        if (steps.Height * steps.Width > MaximumSlab || padding > MaximumSlab)
        {
            findings.Add(Descriptors.TooLarge, place, layer, "produces " + Of(steps.Height) + "x" + Of(steps.Width) + " pixels");
            return false;
        }

        (height, width) = ((int)steps.Height, (int)steps.Width);
        return true;
    }

    private bool Divides(int groups, int channels, string what, Place place)
    {
        if (channels % groups == 0)
        {
            return true;
        }

        findings.Add(Descriptors.GroupsDoNotDivide, place, layer, Of(groups), Of(channels), what, Divisor(groups, channels));
        return false;
    }

    /// <summary>The largest divisor of the channels that is not above the groups asked for, for messages.</summary>
    public static string Divisor(int groups, int channels)
    {
        var divisor = Math.Min(groups, channels);
        while (channels % divisor != 0)
        {
            divisor--;
        }

        return Of(divisor);
    }
}

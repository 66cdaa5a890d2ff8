using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[Conv]</c>.</summary>
internal sealed class ConvReader : ProducerReader
{
    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        var conv = new ConvFacet(facet);
        checks.Values.AtLeast(1, ("Groups", conv.Groups), ("Reduction", conv.Reduction));
        WindowChecks.Check(conv.Window, facet, checks);
        checks.Values.Check("Padding", conv.Window.Padding, conv.Window.Padding >= -1, "at least 0, or -1 for half of what the kernel reaches over");
        foreach (var padding in conv.Window.Pads ?? default)
        {
            checks.Values.AtLeast(0, ("A value of Pads", padding));
        }

        var mayFollow = checks.IsBlock || conv.FollowsInput;
        checks.Values.Check("Channels", conv.Channels, conv.Channels >= (mayFollow ? 0 : 1), checks.IsBlock ? "at least 1, or left out for those of the stage" : "at least 1");
        checks.Values.Check("Expansion", conv.Expansion, conv.Expansion >= 0, "at least 1, or left out");
        if (conv.Depthwise && conv.Groups != 1)
        {
            checks.Findings.Add(Descriptors.Misplaced, conv.Place, checks.Name, "Groups contradicts Depthwise = true, which has as many as it reads channels: give one of them");
        }

        if (conv.Expansion > 0 && (conv.Channels > 0 || conv.Reduction != 1))
        {
            checks.Findings.Add(Descriptors.Misplaced, conv.Place, checks.Name, (conv.Channels > 0 ? "a number of channels" : "Reduction") + " contradicts Expansion, which gives the channels: give one of them");
        }

        if (!checks.IsBlock && (conv.Strided || conv.Reduction != 1))
        {
            var what = conv.Strided ? "Strided" : "Reduction";
            checks.Findings.Add(Descriptors.Misplaced, conv.Place, checks.Name, what + " follows the stage of a block, and this is none: give the layer its own " + (conv.Strided ? "Stride" : "channels"));
        }
        else if (conv.Strided && (conv.Window.Stride != 1 || conv.Window.Strides is not null))
        {
            checks.Findings.Add(Descriptors.Misplaced, conv.Place, checks.Name, (conv.Window.Strides is null ? "Stride" : "Strides") + " contradicts Strided = true, which takes the stage's stride: give one of them");
        }
    }

    /// <inheritdoc/>
    public override Producer? Read(ProducerFacet facet, ProducerContext context)
    {
        var conv = new ConvFacet(facet);
        return WindowChecks.CheckSides(conv.Window, facet, context) && Channels(conv, context) is { } channels
            ? new Producer.Conv(channels, Window(conv, context), conv.Depthwise ? context.Input.Channels : conv.Groups, conv.Bias ?? !context.IsNormalized)
            : null;
    }

    // The default padding keeps the size, but for even kernels.

    /// <inheritdoc/>
    public override void Warn(ProducerFacet facet, ProducerContext context, Shape output)
    {
        var conv = new ConvFacet(facet);
        var (input, window) = (context.Input, Window(conv, context));
        if (conv.Window.HasDefaultPadding && !window.Axes.Select((axis, i) => ((input.Sides[i] - 1) / axis.Stride) + 1).SequenceEqual(output.Sides))
        {
            var site = context.SiteOf(conv.Place);
            context.Findings.Add(Descriptors.EvenKernel, site, site.Name, output.Size + " pixels", input.Size);
        }
    }

    /// <inheritdoc/>
    public override bool ChoosesChannels(ProducerFacet facet) => new ConvFacet(facet).Channels > 0;

    private static Window Window(ConvFacet conv, ProducerContext context) =>
        conv.Window.Over(context.Input, conv.Strided ? side => context.Stage!.StrideOf(side, context.Input.Rank) : null);

    /// <summary>The channels of a convolution, as given or those of the stage; null where they are missing, which is reported.</summary>
    public static int? Channels(ConvFacet conv, ProducerContext context)
    {
        if (conv.Channels > 0)
        {
            return conv.Channels;
        }

        if (conv.FollowsInput)
        {
            // More than any memory has is said of the layer that would be.
            return (int)Math.Min((long)context.Input.Channels * Math.Max(1, conv.Expansion), int.MaxValue - ChannelBlock.Size);
        }

        var (site, stage) = (context.SiteOf(conv.Place), context.Stage!);
        var channels = stage.Channels;
        if (channels == 0)
        {
            // A mistake of the stage, however many layers wait for its channels.
            var isOwn = stage.Model.Facets.Contains(stage.Repeat);
            context.Findings.Add(new Finding(Descriptors.InvalidValue, stage.Model.Place, new([stage.Path, "Channels", "not given", $"given by [Repeat], as layers of '{stage.Block.Name}' take them from it"]))
            {
                Within = isOwn ? null : stage.Repeat.Place,
                Remedy = isOwn ? "Channels=" + Of(context.Input.Channels) : null,
            });
            return null;
        }

        if (channels % conv.Reduction != 0)
        {
            context.Findings.Add(Descriptors.InvalidValue, site, site.Name, "Reduction", Of(conv.Reduction), "a divisor of the stage's " + Of(channels) + " channels");
            return null;
        }

        return channels / conv.Reduction;
    }
}

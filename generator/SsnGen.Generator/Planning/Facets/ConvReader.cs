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
        checks.Values.AtLeast(1, ("Kernel", conv.Kernel), ("Stride", conv.Stride), ("Dilation", conv.Dilation), ("Groups", conv.Groups), ("Reduction", conv.Reduction));
        checks.Values.Check("Padding", conv.Padding, conv.Padding >= -1, "at least 0, or -1 for the size of the input");
        checks.Values.Check("Channels", conv.Channels, conv.Channels >= (checks.IsBlock ? 0 : 1), checks.IsBlock ? "at least 1, or left out for those of the stage" : "at least 1");
        if (!checks.IsBlock && (conv.Strided || conv.Reduction != 1))
        {
            var what = conv.Strided ? "Strided" : "Reduction";
            checks.Findings.Add(Descriptors.Misplaced, conv.Place, checks.Name, what + " follows the stage of a block, and this is none: give the layer its own " + (conv.Strided ? "Stride" : "channels"));
        }
        else if (conv is { Strided: true, Stride: not 1 })
        {
            checks.Findings.Add(Descriptors.Misplaced, conv.Place, checks.Name, "Stride contradicts Strided = true, which takes the stage's stride: give one of them");
        }
    }

    /// <inheritdoc/>
    public override Producer? Read(ProducerFacet facet, ProducerContext context)
    {
        var conv = new ConvFacet(facet);
        return Channels(conv, context) is { } channels
            ? new Producer.Conv(
                channels, conv.Kernel, Stride(conv, context), (int)Math.Min(conv.Border, int.MaxValue), conv.Dilation, conv.Groups, conv.Bias ?? !context.IsNormalized)
            : null;
    }

    // "Same" is what the default padding is called everywhere, and what it is not for even kernels.

    /// <inheritdoc/>
    public override void Warn(ProducerFacet facet, ProducerContext context, Shape output)
    {
        var conv = new ConvFacet(facet);
        var (input, stride) = (context.Input, Stride(conv, context));
        if (conv.Padding < 0 && (output.Height, output.Width) != (((input.Height - 1) / stride) + 1, ((input.Width - 1) / stride) + 1))
        {
            var site = context.SiteOf(conv.Place);
            context.Findings.Add(Descriptors.EvenKernel, site, site.Name, $"{Of(output.Height)}x{Of(output.Width)} pixels", $"{Of(input.Height)}x{Of(input.Width)}");
        }
    }

    /// <inheritdoc/>
    public override bool ChoosesChannels(ProducerFacet facet) => new ConvFacet(facet).Channels > 0;

    private static int Stride(ConvFacet conv, ProducerContext context) => conv.Strided ? context.Stage!.Stride : conv.Stride;

    private static int? Channels(ConvFacet conv, ProducerContext context)
    {
        if (conv.Channels > 0)
        {
            return conv.Channels;
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

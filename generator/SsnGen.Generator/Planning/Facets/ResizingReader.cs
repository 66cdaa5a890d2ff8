using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads what all attributes say that give their input another size.</summary>
internal abstract class ResizingReader : ProducerReader
{
    private static readonly UpsampleAttribute _default = new(0);

    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        var mode = Mode(facet);
        checks.Values.Check("Mode", (int)mode, mode is Interpolation.Nearest or Interpolation.Bilinear, "one of Interpolation's values");
        if (mode == Interpolation.Nearest && AlignsCorners(facet))
        {
            checks.Findings.Add(Descriptors.Misplaced, facet.Place, checks.Name, "AlignCorners has no effect on the nearest pixel: add Mode = Interpolation.Bilinear, or leave it out");
        }
    }

    /// <summary>The producer of a size.</summary>
    protected static Producer Resize(ProducerFacet facet, int height, int width) =>
        Mode(facet) == Interpolation.Bilinear ? new Producer.ResizeBilinear(height, width, AlignsCorners(facet)) : new Producer.ResizeNearest(height, width);

    private static Interpolation Mode(ProducerFacet facet) => (Interpolation)facet.Values.Of(nameof(_default.Mode), (int)_default.Mode);

    private static bool AlignsCorners(ProducerFacet facet) => facet.Values.Of(nameof(_default.AlignCorners), _default.AlignCorners);
}

/// <summary>Reads <c>[Upsample]</c>.</summary>
internal sealed class UpsampleReader : ResizingReader
{
    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        checks.Values.AtLeast(2, ("Factor", Factor(facet)));
        base.Check(facet, checks);
    }

    /// <inheritdoc/>
    public override Producer? Read(ProducerFacet facet, ProducerContext context)
    {
        var (height, width) = ((long)Factor(facet) * context.Input.Height, (long)Factor(facet) * context.Input.Width);
        if (!Window.Holds(height, width))
        {
            ProducerPlanner.Report(new SizeMisfit([height, width]), context.SiteOf(facet.Place), context.Input, context.Findings);
            return null;
        }

        return Resize(facet, (int)height, (int)width);
    }

    private static int Factor(ProducerFacet facet) => facet.Values.Of(nameof(UpsampleAttribute.Factor), 0);
}

/// <summary>Reads <c>[Resize]</c>.</summary>
internal sealed class ResizeReader : ResizingReader
{
    /// <inheritdoc/>
    public override string Like(ProducerFacet facet) => facet.Values.TextOrNull(nameof(ResizeAttribute.Like)) ?? "";

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context)
    {
        var like = context.ShapeOf(Like(facet));
        return Resize(facet, like.Height, like.Width);
    }
}

using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning.Facets;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>Why a block does not end with the shape that its shortcut can take, and what would mend it.</summary>
internal static class ShortcutAdvice
{
    /// <summary>The remedy in a fixer's words: a convolution of the block is to follow the stage's stride.</summary>
    public const string Strided = "Strided";

    /// <summary>Advice for a block, by the likeliest cause first.</summary>
    /// <param name="stage">The stage that repeats it.</param>
    /// <param name="last">The layer with the shortcut.</param>
    /// <param name="projected">What a projection makes of the block's input.</param>
    /// <param name="output">What the layer produces.</param>
    public static (string Words, string? Remedy) For(StageContext stage, MemberDefinition last, Shape projected, Shape output)
    {
        var before = stage.Block.Members.Where(static m => m.Kind == MemberKind.Layer).TakeWhile(m => m.Name != last.Name).Append(last);
        var convolutions = before.SelectMany(static m => ConvFacet.Of(m).Select(c => (Layer: m.Name, Conv: c))).ToArray();
        if (convolutions.FirstOrDefault(static c => c.Conv.Window.ChangesSize) is { Layer: { } shrinks, Conv: { } conv })
        {
            return ("'" + shrinks + "' changes the size by itself: " + (conv.Window.HasDefaultPadding ? "give it an odd kernel" : conv.Window.Pads is null ? "leave Padding out, which keeps the size" : "leave Pads out, which keeps the size"), null);
        }

        if (convolutions.FirstOrDefault(static c => !c.Conv.Strided && c.Conv.Window.Skips) is { Layer: { } strides })
        {
            return ("'" + strides + "' has a Stride of its own: write Strided = true instead, and give the stride to the stage's [Repeat]", null);
        }

        var strided = convolutions.Count(static c => c.Conv.Strided);
        if (stage.Skips && strided == 0 && convolutions.Length > 0)
        {
            return ("no convolution of the block follows the stage's stride: mark one with Strided = true", Strided);
        }

        return strided > 1
            ? (Of(strided) + " convolutions follow the stage's stride: leave Strided = true on one", null)
            : ($"the block must end with {projected.Size} pixels and not {output.Size}", null);
    }
}

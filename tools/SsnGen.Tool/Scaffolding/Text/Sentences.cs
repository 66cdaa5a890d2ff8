using SsnGen.Tool.Drafts;
using SsnGen.Tool.Scaffolding.Structure;

namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Says in a sentence what a member is.</summary>
internal static class Sentences
{
    private static readonly string[] _numbers = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

    /// <summary>A layer of the model.</summary>
    public static string Of(DraftLayer layer) => $"{Words(layer, layer.Producer)}: {layer.Output}.";

    /// <summary>A layer of a block, which is of many sizes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="isStrided">Whether its stride is that of the stage.</param>
    public static string InBlock(DraftLayer layer, bool isStrided)
    {
        var producer = layer.Producer is Producer.Conv conv && isStrided ? conv with { Window = Window.Of([.. conv.Window.Axes.Select(static a => a with { Stride = 1 })]) } : layer.Producer;
        return Words(layer, producer) + (isStrided ? ", stride of the stage." : ".");
    }

    /// <summary>A stage.</summary>
    public static string Of(StageItem stage) =>
        $"{(stage.Uses.Count < _numbers.Length ? _numbers[stage.Uses.Count] : Literals.Of(stage.Uses.Count))} {(stage.Uses.Count == 1 ? "block" : "blocks")}: {stage.Last.Output}.";

    private static string Words(DraftLayer layer, Producer producer)
    {
        var words = producer is not Producer.Identity ? producer.Words
            : layer.Sources.Count > 1 ? "channels joined"
            : layer.Normalization is not null ? "normalized"
            : layer.Tail is [{ Multiplies: true }, ..] ? "product"
            : layer.Tail is [{ Operand: not null }, ..] ? "sum"
            : "activation";
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}

using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Names;

/// <summary>What a layer is called by what it does.</summary>
internal static class KindNames
{
    /// <summary>The name, without a number.</summary>
    public static string Of(DraftLayer layer) => layer.Producer switch
    {
        Producer.Conv or Producer.ConvTranspose => "Conv",
        Producer.Linear => "Linear",
        Producer.Pool or Producer.GlobalAveragePool or Producer.AdaptiveAveragePool => "Pool",
        Producer.Resize => "Resized",
        Producer.ChannelShuffle => "Shuffled",
        Producer.Chunk => "Part",
        Producer.DepthToSpace => "Pixels",
        Producer.PRelu => "Activated",
        Producer.Softmax => "Softmax",
        _ when layer.Sources.Count > 1 => "Joined",
        _ when layer.Normalization is not null => "Norm",
        _ when layer.Tail is [{ Multiplies: true }, ..] => "Scaled",
        _ when layer.Tail is [{ Operand: not null }, ..] => "Sum",
        _ => "Activated",
    };

    /// <summary>The names of layers by what they do, numbered where there are several of a kind.</summary>
    public static string[] OfAll(IReadOnlyList<DraftLayer> layers)
    {
        string[] kinds = [.. layers.Select(Of)];
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. kinds.Select(kind => kinds.Count(k => k == kind) == 1 ? kind : kind + Text.Literals.Of(next[kind] = next.GetValueOrDefault(kind) + 1))];
    }
}

using SsnGen.Tool.Scaffolding.Structure;

namespace SsnGen.Tool.Scaffolding.Names;

/// <summary>What blocks are called that people know.</summary>
internal static class BlockNames
{
    /// <summary>The name.</summary>
    public static string Of(Segment use)
    {
        Producer.Conv?[] convs = [.. use.Units.Select(static u => u.Layer.Producer as Producer.Conv)];
        int[] kernels = [.. convs.Select(static c => c is { } conv && conv.Window.Axes.Select(static a => a.Kernel).Distinct().Count() == 1 ? conv.Window.Columns.Kernel : 0)];
        var adds = use.Last.Tail.Any(s => s.Operand == use.Input || (use.Units[^1].Projection is { } projection && s.Operand == projection));
        var isDepthwise = convs.Any(static c => c is { Groups: > 1 } && c.Groups == c.Channels);
        return (adds, isDepthwise, kernels) switch
        {
            _ when use.Units[0].Layer.Producer is Producer.GlobalAveragePool && use.Last is { IsBehindOne: true, Tail: [{ Multiplies: true }, ..] } => "SqueezeExcitation",
            (true, false, [3, 3]) => "BasicBlock",
            (true, false, [1, 3, 1]) => "Bottleneck",
            (true, true, _) => "InvertedResidual",
            (false, true, [3, 1]) => "DepthwiseSeparable",
            (true, _, _) => "ResidualBlock",
            _ => "Block",
        };
    }
}

using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Where a layer is written: what it calls others, and what it takes from the stage that repeats it.</summary>
internal sealed class TextContext
{
    /// <summary>What the values that stand before are called there: <c>nameof(Conv1)</c> or <c>LayerSource.Input</c>.</summary>
    public required IReadOnlyDictionary<DraftValue, string> Names { get; init; }

    /// <summary>Channels of the stage, which layers of the block may take theirs from; 0 where they do not.</summary>
    public int StageChannels { get; init; }

    /// <summary>How a convolution gets its stride: true where the stage says it, false where it does itself, null where that does not matter yet.</summary>
    public bool? IsStrided { get; init; } = false;

    /// <summary>What a value is called.</summary>
    public string NameOf(DraftValue value) => Names[value];

    /// <summary>What a value of such a height and width is called; null where there is none.</summary>
    public string? Like(int height, int width) =>
        Names.Where(p => p.Key.Shape.Rank == 2 && p.Key.Shape.Height == height && p.Key.Shape.Width == width).Select(static p => p.Value).FirstOrDefault();
}

using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Text;

/// <summary>Where a layer is written: what it calls others, and what it takes from the stage that repeats it.</summary>
internal sealed class TextContext
{
    /// <summary>What a value is called there: <c>nameof(Conv1)</c> or <c>LayerSource.Input</c>.</summary>
    public required Func<DraftValue, string> NameOf { get; init; }

    /// <summary>What a value of such a height and width is called that stands before; null where there is none.</summary>
    public required Func<Shape, string?> Like { get; init; }

    /// <summary>Channels of the stage, which layers of the block may take theirs from; 0 where they do not.</summary>
    public int StageChannels { get; init; }

    /// <summary>How a convolution gets its stride: true where the stage says it, false where it does itself, null where that does not matter yet.</summary>
    public bool? IsStrided { get; init; } = false;
}

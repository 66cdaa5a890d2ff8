namespace SsnGen.Tool.Drafts;

/// <summary>A value of a network that is being put together: an input, or what a layer computes.</summary>
internal abstract class DraftValue
{
    /// <summary>The shape of one sample of it.</summary>
    public abstract Shape Shape { get; }

    /// <summary>Names for it that the model suggests, the best one first.</summary>
    public List<string> Hints { get; } = [];
}

/// <summary>An input of the network.</summary>
internal sealed class DraftInput(string name, Shape shape) : DraftValue
{
    public string Name => name;

    public override Shape Shape => shape;
}

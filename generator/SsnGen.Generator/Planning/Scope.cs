using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning;

/// <summary>The names that a layer can refer to: the earlier properties of its own class.</summary>
/// <param name="prefix">What precedes a property's name in a path.</param>
/// <param name="input">The value that the first property reads.</param>
/// <param name="stage">The stage being expanded, or null in the model itself.</param>
internal sealed class Scope(string prefix, int input, StageContext? stage)
{
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal) { [LayerSource.Input] = input };

    public string Prefix => prefix;

    public StageContext? Stage => stage;

    /// <summary>The value that the next property reads.</summary>
    public int Last { get; set; } = input;

    /// <summary>Makes a value known under the name of its property.</summary>
    public void Define(string name, int value) => _values[name] = value;

    /// <summary>The value of a name, which <see cref="MemberChecks"/> has found to be one.</summary>
    public int Resolve(string name) => _values[name];
}

/// <summary>What a block takes from the stage that repeats it.</summary>
/// <param name="model">The stage of the model's own class that is being expanded.</param>
/// <param name="path">The path of the stage itself, which may stand in a block of that one.</param>
/// <param name="repeat">Its <c>[Repeat]</c>.</param>
/// <param name="channels">Channels of the stage; 0 where it gives none.</param>
/// <param name="isFirst">Whether it is the first block, which has the strides of the stage; later ones have none.</param>
/// <param name="input">The value that the block reads.</param>
/// <param name="block">The block.</param>
internal sealed class StageContext(MemberDefinition model, string path, RepeatFacet repeat, int channels, bool isFirst, int input, BlockDefinition block)
{
    public MemberDefinition Model => model;

    public string Path => path;

    public RepeatFacet Repeat => repeat;

    public int Channels => channels;

    /// <summary>Whether it takes steps of more than a pixel.</summary>
    public bool Skips => isFirst && (repeat.Strides?.Any(static s => s > 1) ?? repeat.Stride > 1);

    /// <summary>The strides in words.</summary>
    public string StrideWords => !isFirst ? "1" : repeat.Strides is { } given ? string.Join("x", given.Select(static s => Text.Literal.Of(s))) : Text.Literal.Of(repeat.Stride);

    /// <summary>The stride along one of so many sides; a list for others, which is reported, counts for nothing.</summary>
    public int StrideOf(int side, int rank) => !isFirst ? 1 : repeat.Strides is not { } given ? repeat.Stride : given.Length == rank ? given[side] : 1;

    public int Input => input;

    public BlockDefinition Block => block;

    /// <summary>The layer of the shortcut's projection, where the block needed one.</summary>
    public int? Projection { get; set; }
}

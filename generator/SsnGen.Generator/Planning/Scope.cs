using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning;

/// <summary>The names that a layer can refer to: the earlier properties of its own class.</summary>
/// <param name="type">The class, for messages.</param>
/// <param name="prefix">What precedes a property's name in a path.</param>
/// <param name="last">The layer that the first property reads; −1 for the network's input.</param>
/// <param name="stage">The stage being expanded, or null in the model itself.</param>
internal sealed class Scope(string type, string prefix, int last, StageContext? stage)
{
    private readonly Dictionary<string, int> _layers = new(StringComparer.Ordinal);

    public string Prefix => prefix;

    public StageContext? Stage => stage;

    /// <summary>The layer that the next property reads.</summary>
    public int Last { get; set; } = last;

    /// <summary>Makes the last layer known under the name of its property.</summary>
    public void Define(string name) => _layers[name] = Last;

    /// <summary>Finds a layer by its property's name, or reports that there is none.</summary>
    public int? Resolve(string name, string asker, Place place, Findings findings)
    {
        if (_layers.TryGetValue(name, out var layer))
        {
            return layer;
        }

        findings.Add(Descriptors.UnknownLayer, place, asker, name, type, Suggestion.For(name, _layers.Keys));
        return null;
    }
}

/// <summary>What a block takes from the stage that repeats it.</summary>
/// <param name="channels">Channels of the stage; 0 where it gives none.</param>
/// <param name="stride">The stage's stride in its first block, 1 in later ones.</param>
/// <param name="input">The layer that the block reads; −1 for the network's input.</param>
internal sealed class StageContext(int channels, int stride, int input)
{
    public int Channels => channels;

    public int Stride => stride;

    public int Input => input;

    /// <summary>The shortcut's projection, where the block needed one.</summary>
    public int? Projection { get; set; }
}

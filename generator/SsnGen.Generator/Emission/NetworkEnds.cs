using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>What callers hand a network, and what they get of it.</summary>
internal sealed class NetworkEnds
{
    // What emitted code names beside its arguments.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "team", "Run", "_network", "_normalization" };

    public NetworkEnds(ModelPlan model)
    {
        Inputs = [.. model.Inputs.Select(input => new NetworkEnd(Unique(input.Name), input.Name, input.Shape))];
        Outputs =
        [
            .. from value in model.Outputs
               let layer = model.LayerOf(value)!
               let name = model.Outputs.Length == 1 ? "output" : char.ToLowerInvariant(layer.Path[0]) + layer.Path.Substring(1).Replace('.', '_')
               select new NetworkEnd(Unique(name), layer.Path, layer.Output),
        ];
    }

    public IReadOnlyList<NetworkEnd> Inputs { get; }

    public IReadOnlyList<NetworkEnd> Outputs { get; }

    /// <summary>Whether there is one input, and one output.</summary>
    public bool AreOne => Inputs.Count == 1 && Outputs.Count == 1;

    /// <summary>All of them, as arguments are ordered.</summary>
    public IEnumerable<NetworkEnd> All => Inputs.Concat(Outputs);

    /// <summary>Their shapes in words, such as <c>1x8x8 to 10</c>.</summary>
    public string Words => $"{Shapes(Inputs)} to {Shapes(Outputs)}";

    /// <summary>Shapes in words.</summary>
    public static string Shapes(IEnumerable<NetworkEnd> ends) => string.Join(" and ", ends.Select(static e => e.Shape.ToString()));

    /// <summary>A name that no argument has.</summary>
    public string Unique(string name)
    {
        while (!_names.Add(name))
        {
            name += "_";
        }

        return name;
    }
}

/// <summary>An input or an output of a network.</summary>
/// <param name="Name">The name of its argument.</param>
/// <param name="Path">The name of the input, or the path of the layer.</param>
internal sealed record NetworkEnd(string Name, string Path, Shape Shape)
{
    /// <summary>Its argument, as code writes it.</summary>
    public string Argument => Identifier.Of(Name);
}

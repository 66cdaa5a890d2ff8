using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>What callers hand a network, and what they get of it.</summary>
internal sealed class NetworkEnds
{
    // What emitted code names beside its arguments.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "team", "Run", "_network", "_normalization", "height", "width", "NetworkOf" };

    public NetworkEnds(ModelPlan model)
        : this(model.Inputs.Select(static i => (i.Name, i.Shape)), model.Outputs.Select(o => (o.Name, model.LayerOf(o.Value)!.Output)))
    {
    }

    public NetworkEnds(IEnumerable<(string Name, Shape Shape)> inputs, IEnumerable<(string Name, Shape Shape)> outputs)
    {
        Inputs = [.. inputs.Select(End)];
        Outputs = [.. outputs.Select(End)];
    }

    public IReadOnlyList<NetworkEnd> Inputs { get; }

    public IReadOnlyList<NetworkEnd> Outputs { get; }

    /// <summary>Whether there is one input, and one output.</summary>
    public bool AreOne => Inputs.Count == 1 && Outputs.Count == 1;

    /// <summary>All of them, as arguments are ordered.</summary>
    public IEnumerable<NetworkEnd> All => Inputs.Concat(Outputs);

    /// <summary>The parameters of what runs the network.</summary>
    public string Spans => string.Join(", ", InputSpans.Concat(OutputSpans));

    /// <summary>The parameters of what runs the network on pictures of a size.</summary>
    public string SizedSpans => string.Join(", ", InputSpans.Concat(["int height", "int width"]).Concat(OutputSpans));

    private IEnumerable<string> InputSpans => Inputs.Select(static i => $"global::System.ReadOnlySpan<float> {i.Argument}");

    private IEnumerable<string> OutputSpans => Outputs.Select(static o => $"global::System.Span<float> {o.Argument}");

    /// <summary>Their shapes in words, such as <c>1x8x8 to 10</c>.</summary>
    public string Words => $"{Shapes(Inputs)} to {Shapes(Outputs)}";

    /// <summary>Shapes in words.</summary>
    public static string Shapes(IEnumerable<NetworkEnd> ends) => string.Join(" and ", ends.Select(static e => e.Shape.ToString()));

    private NetworkEnd End((string Name, Shape Shape) end) => new(Unique(char.ToLowerInvariant(end.Name[0]) + end.Name.Substring(1)), end.Name, end.Shape);

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
/// <param name="Declared">Its name.</param>
internal sealed record NetworkEnd(string Name, string Declared, Shape Shape)
{
    /// <summary>Its argument, as code writes it.</summary>
    public string Argument => Identifier.Of(Name);
}

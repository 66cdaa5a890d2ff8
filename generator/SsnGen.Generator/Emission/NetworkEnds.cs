using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>What callers hand a network, and what they get of it.</summary>
internal sealed class NetworkEnds
{
    // What emitted code names beside its arguments.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "team", "Run", "_network", "_normalization", "height", "width", "NetworkOf" };

    private static readonly bool[] _both = [false, true];

    public NetworkEnds(ModelPlan model)
        : this(model.Inputs.Select(static i => (i.Name, i.Shape)), model.Outputs.Select(o => (o.Name, model.LayerOf(o.Value)!.Output)))
    {
    }

    public NetworkEnds(IEnumerable<(string Name, Shape Shape)> inputs, IEnumerable<(string Name, Shape Shape)> outputs)
    {
        Inputs = [.. inputs.Select(End)];
        Outputs = [.. outputs.Select(End)];

        // Once all arguments have their names.
        Inputs = [.. Inputs.Select(Pointed)];
        Outputs = [.. Outputs.Select(Pointed)];
    }

    public IReadOnlyList<NetworkEnd> Inputs { get; }

    public IReadOnlyList<NetworkEnd> Outputs { get; }

    /// <summary>Whether there is one input, and one output.</summary>
    public bool AreOne => Inputs.Count == 1 && Outputs.Count == 1;

    /// <summary>All of them, as arguments are ordered.</summary>
    public IEnumerable<NetworkEnd> All => Inputs.Concat(Outputs);

    /// <summary>The parameters of what runs the network.</summary>
    /// <param name="isSized">Whether it takes the size of the pictures.</param>
    /// <param name="takesPixels">Whether the first input is 8-bit pixels.</param>
    public string Spans(bool isSized, bool takesPixels) => string.Join(", ",
    [
        .. Inputs.Select((input, i) => $"global::System.ReadOnlySpan<{(takesPixels && i == 0 ? "byte" : "float")}> {input.Argument}"),
        .. isSized ? ["int height", "int width"] : Array.Empty<string>(),
        .. Outputs.Select(static o => $"global::System.Span<float> {o.Argument}"),
    ]);

    /// <summary>The ways to run a network that may take the size of the pictures, or their pixels.</summary>
    public static IEnumerable<(bool IsSized, bool TakesPixels)> Ways(bool hasSizes, bool hasPixels) =>
        from isSized in _both.Take(hasSizes ? 2 : 1)
        from takesPixels in _both.Take(hasPixels ? 2 : 1)
        select (isSized, takesPixels);

    /// <summary>Their shapes in words, such as <c>1x8x8 to 10</c>.</summary>
    public string Words => $"{Shapes(Inputs)} to {Shapes(Outputs)}";

    /// <summary>Shapes in words.</summary>
    public static string Shapes(IEnumerable<NetworkEnd> ends) => string.Join(" and ", ends.Select(static e => e.Shape.ToString()));

    private NetworkEnd Pointed(NetworkEnd end) => end with { Pointer = Identifier.Of(Unique(end.Name + "Start")) };

    private NetworkEnd End((string Name, Shape Shape) end) => new(Unique(char.ToLowerInvariant(end.Name[0]) + end.Name.Substring(1)), end.Name, end.Shape);

    /// <summary>A name that no argument has.</summary>
    private string Unique(string name)
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
    /// <summary>The variable that points to what its argument is, which nothing else is called.</summary>
    public string Pointer { get; init; } = "";

    /// <summary>Its argument, as code writes it.</summary>
    public string Argument => Identifier.Of(Name);
}

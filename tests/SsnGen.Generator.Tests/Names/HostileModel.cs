namespace SsnGen.Generator.Tests.Names;

/// <summary>A definition whose names are chosen: a model, a block, and classes beside them. Emitted code grows with it little.</summary>
/// <param name="Namespace">The namespace, or empty.</param>
/// <param name="Stages">Stages of the model.</param>
/// <param name="Layers">Layers of the model, at least two.</param>
/// <param name="BlockLayers">Layers of the block.</param>
/// <param name="Classes">Other classes in the namespace.</param>
internal sealed record HostileModel(
    string Namespace, string Model, string Block, string[] Stages, string[] Layers, string[] BlockLayers, string[] Classes)
{
    private static readonly string[] _facets =
    [
        "Conv(32, Kernel = 3), Ssn, Relu",
        "MaxPool(3, Stride = 1, Padding = 1), Dropout(0.5f)",
        "Conv(32, Kernel = 3, Groups = 2), Silu, Dropout(0.5f)",
        "Ssn, Relu",
    ];

    /// <summary>The model as it is called where nothing is hostile.</summary>
    public static HostileModel Ordinary { get; } = new("Models", "Net", "Block", ["Body"], ["Stem", "Second", "Third", "Last"], ["P", "Q"], []);

    /// <summary>A model without normalization, and so without kernels of its own to train: of which many may be compiled.</summary>
    public static HostileModel Plain { get; } = Ordinary with { Layers = ["Stem", "Last"], BlockLayers = ["P"], IsPlain = true };

    /// <summary>Whether no layer is normalized.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>The parts that are emitted for it.</summary>
    public string[] Parts => ["Inference", "Module", "Onnx", "GpuNetwork", .. IsPlain ? Array.Empty<string>() : ["Kernels", "GpuKernels", "GpuHalfKernels"]];

    /// <summary>The definition.</summary>
    public string Source => $$"""
        {{(Namespace.Length == 0 ? "" : $"namespace {Namespace};")}}

        [SsnModel(Channels = 32, Height = 8, Width = 8, Backend = Backend.Both, HalfStorage = true)]
        public sealed partial class {{Model}}
        {
        {{Lines(Layers[..^2].Select((name, i) => Layer(i, name)))}}
        {{Lines(Stages.Select(name => $"[Repeat(1, Channels = 32)] public partial Stage<{Block}> {name} {{ get; }}"))}}
            [GlobalAveragePool] public partial Layer {{Layers[^2]}} { get; }
            [Linear(32), Add(nameof({{Layers[^2]}})), Dropout(0.5f)] public partial Layer {{Layers[^1]}} { get; }
        }

        [SsnBlock]
        public sealed partial class {{Block}}
        {
        {{Lines(BlockLayers[..^1].Select((name, i) => Layer(i, name)))}}
            [Conv(Kernel = 1), Shortcut, Relu] public partial Layer {{BlockLayers[^1]}} { get; }
        }

        {{Lines(Classes.Select(static c => $"internal sealed class {c};"))}}
        """;

    /// <summary>A name as the compiler knows it.</summary>
    public static string Text(string spelling) =>
        spelling.Replace("@", "", StringComparison.Ordinal).Replace(@"\u0061", "a", StringComparison.Ordinal).Replace("\u00AD", "", StringComparison.Ordinal);

    private static string Layer(int index, string name) => $"[{_facets[index % _facets.Length]}] public partial Layer {name} {{ get; }}";

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines.Select(static l => "    " + l));
}

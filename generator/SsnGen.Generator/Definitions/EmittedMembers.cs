namespace SsnGen.Generator.Definitions;

/// <summary>
/// What the emitted parts of a class declare in it, besides its layers: what a user's own member cannot be called. A test
/// compares these lists with what is emitted, in both directions.
/// </summary>
internal static class EmittedMembers
{
    private const string Weights = "global::SsnGen.Networks.NetworkWeights";
    private const string Options = "global::SsnGen.Networks.LoadOptions";
    private const string Stream = "global::System.IO.Stream";

    /// <summary>
    /// Types nested in a model: a block of such a name would be hidden by them where a model names it.
    /// </summary>
    public static readonly string[] NestedTypes = ["Kernels", "GpuKernels", "GpuHalfKernels", "GpuNetwork", "Module"];

    private static readonly EmittedMember[] _ofEachModel =
    [
        new("SelectionHash"), new("InputList"), new("LayerList"), new("Graph"), new("TrainingGraph"), new("Layers"), new("DescribeInputs", ""), new("DescribeLayers", ""), new("DescribeGraph", ""), new("DescribeTrainingGraph", ""),
        .. NestedTypes.Select(static n => new EmittedMember(n)),
        new("InputLength"), new("OutputLength"), new("WorkspaceBytes"), new("_network"), new("_normalization"),
        new("Load", "string, " + Options), new("Load", Stream + ", " + Options), new("Create", Weights),
        new("ExportOnnx", Weights + ", " + Stream + ", int?"), new("ExportOnnx", Weights + ", string, int?"),
    ];

    /// <summary>The members of a model.</summary>
    /// <param name="stages">The names of its stages.</param>
    /// <param name="inputs">How many inputs it has.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="sizes">The sizes that it is compiled for beside its own.</param>
    public static IEnumerable<EmittedMember> OfModel(IEnumerable<string> stages, int inputs, int outputs, IReadOnlyCollection<string> sizes)
    {
        var taken = string.Join(", ", Enumerable.Repeat("global::System.ReadOnlySpan<float>", inputs));
        var given = string.Join(", ", Enumerable.Repeat("global::System.Span<float>", outputs));
        return _ofEachModel
            .Concat(Runs($"{taken}, {given}"))
            .Concat(stages.Select(static s => new EmittedMember(BlocksOf(s))))
            .Concat(sizes.Count == 0 ? [] :
            [
                new("GraphOf", "int, int"), new("NetworkOf", "int, int"),
                new("ExportOnnx", Weights + ", " + Stream + ", int, int, int?"), new("ExportOnnx", Weights + ", string, int, int, int?"),
                .. Runs($"{taken}, int, int, {given}"),
                .. sizes.SelectMany(static s => new EmittedMember[] { new(Sized(s)), new("_network" + s) }),
            ]);

        static EmittedMember[] Runs(string parameters) => [new("Run", parameters), new("Run", parameters + ", global::SsnGen.Threading.WorkerTeam")];
    }

    /// <summary>The members of a block.</summary>
    /// <param name="members">The names of its layers and stages.</param>
    /// <param name="hasShortcut">Whether one of its layers adds the block's input.</param>
    public static IEnumerable<EmittedMember> OfBlock(IEnumerable<string> members, bool hasShortcut)
    {
        var fields = members.Select(static m => new EmittedMember(FieldOf(m)));
        return hasShortcut ? fields.Append(new EmittedMember("Shortcut")) : fields;
    }

    /// <summary>The field that holds the blocks of a stage.</summary>
    public static string BlocksOf(string stage) => stage + "Blocks";

    /// <summary>The class that holds the network for pictures of another size.</summary>
    /// <param name="size">The size, such as <c>96x128</c>.</param>
    public static string Sized(string size) => "Size" + size;

    /// <summary>The field of a block that holds a layer or stage.</summary>
    public static string FieldOf(string member) => "layer" + member;
}

/// <summary>A member that emitted code declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">For a method: the types of its parameters as code writes them.</param>
internal sealed record EmittedMember(string Name, string? Parameters = null);

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

    private static readonly EmittedMember _toString = new("ToString", "") { Yields = true };

    private static readonly EmittedMember[] _ofEachModel =
    [
        new("SelectionHash"), new("InputList"), new("LayerList"), new("Graph"), new("TrainingGraph"), new("Layers"), new("DescribeInputs", ""), new("DescribeLayers", ""), new("DescribeGraph", ""), new("DescribeTrainingGraph", ""),
        new("Summary", ""), _toString,
        .. NestedTypes.Select(static n => new EmittedMember(n)),
        new("InputLength"), new("OutputLength"), new("WorkspaceBytes"), new("_network"), new("_normalization"),
        new("Load", "string, " + Options), new("Load", Stream + ", " + Options), new("Create", Weights),
    ];

    /// <summary>The members of a model.</summary>
    /// <param name="stages">The names of its stages.</param>
    /// <param name="inputs">How many inputs it has.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="hasPixels">Whether it runs on 8-bit pixels too.</param>
    /// <param name="sizes">The sizes that it is compiled for beside its own.</param>
    public static IEnumerable<EmittedMember> OfModel(IEnumerable<string> stages, int inputs, int outputs, bool hasPixels, IReadOnlyCollection<string> sizes)
    {
        var members = _ofEachModel.Concat(stages.Select(static s => new EmittedMember(BlocksOf(s)))).Concat(Ways(inputs, outputs, hasPixels, ""));
        return sizes.Count == 0 ? members : members
            .Concat(Ways(inputs, outputs, hasPixels, ", int, int"))
            .Concat([new("GraphOf", "int, int"), new("NetworkOf", "int, int")])
            .Concat(sizes.SelectMany(static s => new EmittedMember[] { new(Sized(s)), new("_network" + s) }));
    }

    // How it is run and exported; a size of pictures follows the inputs, and what is written.
    private static IEnumerable<EmittedMember> Ways(int inputs, int outputs, bool hasPixels, string size)
    {
        var outs = string.Concat(Enumerable.Repeat(", global::System.Span<float>", outputs));
        var more = string.Concat(Enumerable.Repeat(", global::System.ReadOnlySpan<float>", inputs - 1));
        foreach (var first in hasPixels ? ["float", "byte"] : new[] { "float" })
        {
            var spans = $"global::System.ReadOnlySpan<{first}>{more}{size}{outs}";
            yield return new EmittedMember("Run", spans);
            yield return new EmittedMember("Run", spans + ", global::SsnGen.Threading.WorkerTeam");
        }

        yield return new EmittedMember("ExportOnnx", $"{Weights}, {Stream}{size}, int?{(hasPixels ? ", bool" : "")}");
        yield return new EmittedMember("ExportOnnx", $"{Weights}, string{size}, int?{(hasPixels ? ", bool" : "")}");
    }

    /// <summary>The members of a block.</summary>
    /// <param name="members">The names of its layers and stages.</param>
    /// <param name="hasShortcut">Whether one of its layers adds the block's input.</param>
    public static IEnumerable<EmittedMember> OfBlock(IEnumerable<string> members, bool hasShortcut)
    {
        var fields = members.Select(static m => new EmittedMember(FieldOf(m))).Append(_toString);
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
internal sealed record EmittedMember(string Name, string? Parameters = null)
{
    /// <summary>Whether it is left out where the user has one, whose name it therefore is too.</summary>
    public bool Yields { get; init; }
}

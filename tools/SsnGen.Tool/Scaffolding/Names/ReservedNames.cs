using System.Text.RegularExpressions;
using SsnGen.Generator.Definitions;

namespace SsnGen.Tool.Scaffolding.Names;

/// <summary>Names that layers and blocks cannot have, as the generated part or every class has them (SSN020).</summary>
internal static partial class ReservedNames
{
    private static readonly string[] _ofEachClass =
    [
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",

        // What attributes and properties are written with.
        "AutoPad", "Interpolation", "Layer", "LayerSource", "NetworkInput", "Normalizer", "Stage",
    ];

    /// <summary>Those of a model.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="inputs">How many inputs it has.</param>
    /// <param name="outputs">How many outputs it has.</param>
    public static HashSet<string> OfModel(string model, int inputs, int outputs) =>
        [.. EmittedMembers.OfModel([], inputs, outputs, hasPixels: false, []).Select(static m => m.Name), .. _ofEachClass, model];

    /// <summary>Those of a block.</summary>
    /// <param name="block">Its name.</param>
    public static HashSet<string> OfBlock(string block) => [.. EmittedMembers.OfBlock([], hasShortcut: true).Select(static m => m.Name), .. _ofEachClass, block];

    /// <summary>The field of a stage beside its property.</summary>
    public static string FieldOf(string stage) => EmittedMembers.BlocksOf(stage);

    /// <summary>Whether a model may be called so: its generated part has no such member, and Windows no device that its file could not be called.</summary>
    public static bool MayBeModel(string name) => !OfModel("", 1, 1).Contains(name) && !Device().IsMatch(name);

    [GeneratedRegex("^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", RegexOptions.IgnoreCase)]
    private static partial Regex Device();
}

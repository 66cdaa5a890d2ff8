using SsnGen.Generator.Definitions;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Broken;

/// <summary>
/// Implements the properties of a class that has errors, and declares what the emitted part of it would declare, so that the
/// compiler comes to these errors and has no others. The code never runs: the compilation has failed.
/// </summary>
internal static class BrokenClassEmitter
{
    /// <summary>What each body does.</summary>
    internal const string Throws = "throw new global::System.InvalidOperationException(\"The definition has errors.\")";

    /// <summary>Emits the part of a model with errors.</summary>
    public static void Emit(SourceWriter w, ModelDefinition model, ProjectOptions options) =>
        Emit(w, model.Class, model.Blocks.SelectMany(static b => b.Class.Warnings), () => new SurfaceEmitter(w, model, options).Emit());

    /// <summary>Emits the part of a block with errors.</summary>
    public static void Emit(SourceWriter w, BlockDefinition block) => Emit(w, block.Class, [], () =>
    {
        if (block.HasShortcut && !block.Class.Problems.Any(static p => p.Name == "Shortcut"))
        {
            w.Line("public global::SsnGen.Layer? Shortcut => " + Throws + ";");
        }
    });

    /// <summary>Emits the part of a class that has layers but no attribute that says what it is.</summary>
    public static void Emit(SourceWriter w, ClassDefinition type) => Emit(w, type, [], static () => { });

    private static void Emit(SourceWriter w, ClassDefinition type, IEnumerable<string> warnings, Action emitMore)
    {
        // Nobody reads the documentation of what cannot be compiled, and types are repeated as they were written.
        var disabled = warnings.Concat(type.Warnings).Concat(["CS0612", "CS0618", "CS1591"]).Distinct().OrderBy(static n => n, StringComparer.Ordinal);
        EmittedFile.Head(w, type.Namespace, EquatableArray.From(disabled), nullable: "enable annotations");
        var open = new Stack<SourceWriter.Block>(type.Parts.Select(part => w.Open(part)));
        foreach (var member in type.Members.Where(static m => m.Stub is not null))
        {
            w.Line(member.Stub + " { " + string.Concat(member.Accessors.Select(static a => a + " => " + Throws + "; ")) + "}");
        }

        emitMore();
        while (open.Count > 0)
        {
            open.Pop().Dispose();
        }
    }
}

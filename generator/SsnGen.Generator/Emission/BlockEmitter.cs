using SsnGen.Generator.Definitions;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>Emits the part of a block that holds the layers of one use of it.</summary>
internal static class BlockEmitter
{
    public static void Emit(SourceWriter w, BlockDefinition block)
    {
        var members = Members(block);
        EmittedFile.Head(w, block.Class.Namespace, block.Class.Warnings);
        w.Remarks($"The block {block.Name}, as one stage of a network uses it.");
        using (w.Open(block.Class.Modifiers + " class " + ClassName.Of(block.Name)))
        {
            foreach (var (member, type, _) in members)
            {
                w.Line($"private readonly {type} {EmittedMembers.FieldOf(member.Name)};");
            }

            w.Line();
            w.Summary("Made by the generated part of a network, which knows the layers of each use.");
            w.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
            var parameters = members.Select(static m => $"{m.Type} {m.Parameter}");
            if (block.HasShortcut)
            {
                parameters = parameters.Append("global::SsnGen.Layer? shortcut = null");
            }

            EmittedFile.Mark(w);
            using (w.Open($"public {Identifier.Of(block.Name)}({string.Join(", ", parameters)})"))
            {
                foreach (var (member, _, parameter) in members)
                {
                    w.Line($"{EmittedMembers.FieldOf(member.Name)} = {parameter};");
                }

                if (block.HasShortcut)
                {
                    w.Line("Shortcut = shortcut;");
                }
            }

            foreach (var (member, type, _) in members)
            {
                w.Line();
                w.Line($"{member.Modifiers} {type} {Identifier.Of(member.Name)} => {EmittedMembers.FieldOf(member.Name)};");
            }

            if (block.HasShortcut)
            {
                w.Line();
                w.Summary("The projection of the block's input, or null where its shape already fits.");
                EmittedFile.Mark(w);
                w.Line("public global::SsnGen.Layer? Shortcut { get; }");
            }

            if (!block.Class.HasToString)
            {
                w.Line();
                w.Summary("The block in one line: where it stands in the network, and what it is.");
                EmittedFile.Mark(w);
                w.Line($"public override string ToString() => {Words(block)};");
            }
        }
    }

    // A block stands where its layers do, one step up; blocks of nothing but stages do not know where that is.
    private static string Words(BlockDefinition block) => block.Members.FirstOrDefault(static m => m.Block is null) is { } layer
        ? $"{EmittedMembers.FieldOf(layer.Name)}.Path[..^{Literal.Of("." + layer.Name)}.Length] + {Literal.Of(": " + block.Name)}"
        : $"{Literal.Of(block.Name + " of ")} + {EmittedMembers.FieldOf(block.Members[0].Name)}";

    // Parameters are called as their properties, in lower case where that keeps them apart.
    private static (MemberDefinition Member, string Type, string Parameter)[] Members(BlockDefinition block)
    {
        var lower = block.Members.Select(static m => Identifier.Parameter(m.Name)).Append(block.HasShortcut ? "shortcut" : "").ToArray();
        var isClear = lower.Distinct(StringComparer.Ordinal).Count() == lower.Length
            && !lower.Intersect(block.Members.Select(static m => EmittedMembers.FieldOf(m.Name))).Any();
        return block.Members
            .Select((m, i) => (m, m.Block is { } b ? $"global::SsnGen.Stage<{b.FullName}>" : "global::SsnGen.Layer", isClear ? lower[i] : Identifier.Of(m.Name)))
            .ToArray();
    }
}

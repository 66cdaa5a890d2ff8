using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Emission;

/// <summary>Emits the part of a block that holds the layers of one use of it.</summary>
internal static class BlockEmitter
{
    public static void Emit(SourceWriter w, BlockDefinition block)
    {
        var members = block.Members.Select(static m => (m.Name, m.Modifiers, Type: TypeOf(m), Parameter: "@" + char.ToLowerInvariant(m.Name[0]) + m.Name.Substring(1))).ToArray();
        EmittedFile.Head(w, block.Namespace);
        w.Remarks($"The block {block.Name}, as one stage of a network uses it.");
        using (w.Open(block.Modifiers + " class " + block.Name))
        {
            foreach (var (name, _, type, _) in members)
            {
                w.Line($"private readonly {type} layer{name};");
            }

            w.Line();
            w.Summary("Made by the generated part of a network, which knows the layers of each use.");
            w.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
            var parameters = members.Select(static m => $"{m.Type} {m.Parameter}");
            if (block.HasShortcut)
            {
                parameters = parameters.Append("global::SsnGen.Layer? shortcut = null");
            }

            using (w.Open($"public {block.Name}({string.Join(", ", parameters)})"))
            {
                foreach (var (name, _, _, parameter) in members)
                {
                    w.Line($"layer{name} = {parameter};");
                }

                if (block.HasShortcut)
                {
                    w.Line("Shortcut = shortcut;");
                }
            }

            foreach (var (name, modifiers, type, _) in members)
            {
                w.Line();
                w.Line($"{modifiers} {type} {name} => layer{name};");
            }

            if (block.HasShortcut)
            {
                w.Line();
                w.Summary("The projection of the block's input, or null where its shape already fits.");
                w.Line("public global::SsnGen.Layer? Shortcut { get; }");
            }
        }
    }

    private static string TypeOf(MemberDefinition member) =>
        member.Kind == MemberKind.Stage ? $"global::SsnGen.Stage<{member.BlockType}>" : "global::SsnGen.Layer";
}

using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Emission;

/// <summary>
/// Implements the properties of a definition that has errors, so that the compiler reports those errors and not a
/// missing implementation as well. The code never runs: the compilation has failed.
/// </summary>
internal static class BrokenModelEmitter
{
    public static void Emit(SourceWriter w, string space, string name, string modifiers, EquatableArray<MemberDefinition> members)
    {
        EmittedFile.Head(w, space);
        using (w.Open(modifiers + " class " + name))
        {
            foreach (var member in members.Where(static m => m is { IsImplementable: true, Kind: not MemberKind.Other }))
            {
                var type = member.Kind == MemberKind.Stage ? $"global::SsnGen.Stage<{member.BlockType}>" : "global::SsnGen.Layer";
                w.Line($"{member.Modifiers} {type} {member.Name} => throw new global::System.InvalidOperationException(\"The definition has errors.\");");
            }
        }
    }
}

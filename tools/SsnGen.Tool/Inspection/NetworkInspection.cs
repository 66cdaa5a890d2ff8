using SsnGen.Files;
using SsnGen.Tool.Models;

namespace SsnGen.Tool.Inspection;

/// <summary>What an assembly holds: its networks.</summary>
internal static class NetworkInspection
{
    /// <summary>The networks that an argument names: those of an assembly, or one, ASSEMBLY:TYPE. Null where it names another file.</summary>
    /// <param name="argument">The argument.</param>
    /// <exception cref="ToolException">The assembly has no such network.</exception>
    public static IReadOnlyList<NetworkModel>? Of(string argument)
    {
        if (IsAssembly(argument))
        {
            return ModelLoader.LoadAll(argument);
        }

        var colon = argument.LastIndexOf(':');
        return colon > 0 && !File.Exists(argument) && IsAssembly(argument[..colon]) ? [ModelLoader.Load(argument)] : null;
    }

    /// <summary>What is printed of them for programs.</summary>
    /// <param name="models">The networks.</param>
    public static object Json(IReadOnlyList<NetworkModel> models) => new
    {
        Format = "assembly",
        Networks = models.Select(static m => new
        {
            m.Name,
            Selection = m.SelectionHash,
            Inputs = m.Graph.Inputs.Select(static i => new { i.Name, Shape = i.Shape.ToString() }),
            Outputs = m.Graph.Outputs.Select(static o => new { o.Name, Shape = o.Layer.Output.ToString() }),
            m.Summary.Parameters,
            m.Summary.MultiplyAdds,
            m.Summary.Memory,
            Layers = m.Summary.Layers.Select(static l => new
            {
                l.Layer.Path,
                What = l.Words,
                Output = l.Layer.Output.ToString(),
                l.Parameters,
                l.MultiplyAdds,
                Normalization = l.Layer.Normalization?.ToString(),
            }),
        }),
    };

    // By its first bytes, as other files are known by theirs.
    private static bool IsAssembly(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = RegularFile.OpenRead(path);
        return file.ReadByte() == 'M' && file.ReadByte() == 'Z';
    }
}

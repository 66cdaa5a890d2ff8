using Spectre.Console;
using SsnGen.Files;
using SsnGen.Tool.Models;

namespace SsnGen.Tool.Inspection;

/// <summary>What an assembly holds: its networks.</summary>
internal sealed class NetworkInspection : IInspection
{
    private readonly IReadOnlyList<NetworkModel> _models;

    private NetworkInspection(IReadOnlyList<NetworkModel> models) => _models = models;

    /// <inheritdoc/>
    public object Json => new
    {
        Format = "assembly",
        Networks = _models.Select(static m => new
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

    /// <summary>The networks that an argument names: those of an assembly, or one, ASSEMBLY:TYPE. Null where it names another file.</summary>
    /// <param name="argument">The argument.</param>
    /// <exception cref="ToolException">The assembly has no such network.</exception>
    public static NetworkInspection? Of(string argument)
    {
        if (IsAssembly(argument))
        {
            return new NetworkInspection(ModelLoader.LoadAll(argument));
        }

        var colon = argument.LastIndexOf(':');
        return colon > 0 && !File.Exists(argument) && IsAssembly(argument[..colon]) ? new NetworkInspection([ModelLoader.Load(argument)]) : null;
    }

    /// <inheritdoc/>
    public void Write(IAnsiConsole console) => ToolOutput.WriteLines(console.Profile.Out.Writer, string.Join("\n\n", _models.Select(static n => n.Summary)).Split('\n'));

    // By its name too: no file runs code that does not look as if it would.
    private static bool IsAssembly(string path)
    {
        if (!File.Exists(path) || !(path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        using var file = RegularFile.OpenRead(path);
        return file.ReadByte() == 'M' && file.ReadByte() == 'Z';
    }
}

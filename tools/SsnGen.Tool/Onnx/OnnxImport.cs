using SsnGen.Onnx.Format;
using SsnGen.Tool.Drafts;
using SsnGen.Tool.Onnx.Files;
using SsnGen.Tool.Scaffolding;
using SsnGen.Tool.Scaffolding.Names;

namespace SsnGen.Tool.Onnx;

/// <summary>Imports a network: from its ONNX model attributed classes, and a file of weights that they load.</summary>
internal static class OnnxImport
{
    // As many as the generator expands.
    private const int MostLayers = 4096;

    /// <summary>Imports a model, and says what was written.</summary>
    /// <param name="options">What to import, and how.</param>
    /// <param name="output">Where results go, and what cannot be imported.</param>
    /// <returns>0.</returns>
    /// <exception cref="ToolException">The model is none, has parts that cannot be imported, or files are in the way; nothing was written then.</exception>
    public static int Run(OnnxImportOptions options, TextWriter output)
    {
        var problems = new Problems();
        if (Import(OnnxFile.Read(options.Model), options, problems) is not { } scaffold)
        {
            ToolOutput.Write(output, options.IsJson, new { Problems = problems.All }, problems.Lines);
            throw ToolException.InFile($"{options.Model}: {problems.Words}, and nothing was written. docs/import.md says what is imported.");
        }

        var files = new ScaffoldFiles(options.Folder, scaffold);
        files.Write(options.Replaces);
        ImportReport.Write(output, options, scaffold, files);
        return 0;
    }

    /// <summary>Makes classes and weights of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How they are called.</param>
    /// <param name="problems">Takes what cannot be imported: all of it.</param>
    /// <returns>They; null where there are problems.</returns>
    public static Scaffold? Import(ModelProto model, OnnxImportOptions options, Problems problems)
    {
        if (GraphReading.Read(model, problems) is not { } network)
        {
            return null;
        }

        network = Pruning.Ordered(LayerFusion.Fuse(network));
        if (network.Inputs.Count == 0 || network.Layers.Count > MostLayers)
        {
            problems.Add(network.Inputs.Count == 0 ? "its outputs depend on no input" : $"it has {network.Layers.Count} layers, and a network has at most {MostLayers}");
            return null;
        }

        try
        {
            return Scaffolder.Write(network, options.Namespace, options.Name, $"Imported from {Problems.Shortened(Path.GetFileName(options.Model))}.", options.IsFlat);
        }
        catch (ScaffoldException reason)
        {
            foreach (var problem in reason.Problems)
            {
                problems.Add(problem);
            }

            return null;
        }
    }

    /// <summary>The name of a class after a file.</summary>
    /// <param name="path">The file.</param>
    public static string NameAfter(string path)
    {
        var name = Identifiers.Of(Path.GetFileNameWithoutExtension(path));
        return name.Length == 0 ? "Network" : ReservedNames.MayBeModel(name) ? name : name + "Net";
    }
}

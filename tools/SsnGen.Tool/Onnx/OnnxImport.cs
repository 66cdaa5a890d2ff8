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
    /// <param name="output">Where results go.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ToolException">The model cannot be imported, or files are in the way; nothing was written then.</exception>
    public static int Run(OnnxImportOptions options, TextWriter output)
    {
        var model = OnnxFile.Read(options.Model);
        var scaffold = Import(model, options);
        var files = new ScaffoldFiles(options.Folder, scaffold);
        files.Write(options.Replaces);
        ImportReport.Write(output, options, scaffold, files);
        return 0;
    }

    /// <summary>Makes classes and weights of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How they are called.</param>
    /// <exception cref="ToolException">It has parts that no layer does, which are all named.</exception>
    public static Scaffold Import(ModelProto model, OnnxImportOptions options)
    {
        var file = Path.GetFileName(options.Model);
        var network = Read(model, options.Model);
        try
        {
            return Scaffolder.Write(network, options.Namespace, options.Name, $"Imported from {Problems.Shortened(file)}.", options.IsFlat);
        }
        catch (ScaffoldException reason)
        {
            throw ToolException.InFile($"{options.Model}: nothing was written: {reason.Message}.");
        }
    }

    /// <summary>Reads the network of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ToolException">It has parts that no layer does, which are all named.</exception>
    public static DraftNetwork Read(ModelProto model, string name)
    {
        var problems = new Problems();
        if (GraphReading.Read(model, problems) is not { } network)
        {
            throw problems.ToException(name);
        }

        network = Pruning.Ordered(LayerFusion.Fuse(network));
        return network.Layers.Count <= MostLayers && network.Inputs.Count > 0 ? network
            : throw ToolException.InFile($"{name}: nothing was written: {(network.Inputs.Count == 0 ? "its outputs depend on no input" : $"it has {network.Layers.Count} layers, and a network has at most {MostLayers}")}.");
    }

    /// <summary>The name of a class after a file.</summary>
    /// <param name="path">The file.</param>
    public static string NameAfter(string path)
    {
        var name = Identifiers.Of(Path.GetFileNameWithoutExtension(path));
        return name.Length == 0 ? "Network" : ReservedNames.MayBeModel(name) ? name : name + "Net";
    }
}

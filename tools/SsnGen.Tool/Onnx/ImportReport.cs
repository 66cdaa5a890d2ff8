using SsnGen.Tool.Scaffolding;

namespace SsnGen.Tool.Onnx;

/// <summary>Says what an import wrote, and what to do with it.</summary>
internal static class ImportReport
{
    /// <summary>Says it, in three lines or as JSON.</summary>
    public static void Write(TextWriter output, OnnxImportOptions options, Scaffold scaffold, ScaffoldFiles files)
    {
        var network = scaffold.Network;
        var parameters = scaffold.Weights.Sum(static t => (long)t.Values.Length);
        var result = new
        {
            Model = $"{scaffold.Namespace}.{scaffold.Model.Name}",
            Files = files.Names.Select(n => Path.Combine(options.Folder, n)),
            Layers = network.Layers.Count,
            Blocks = scaffold.Blocks.Select(static b => b.Name),
            Parameters = parameters,
            Inputs = network.Inputs.Select(i => new { i.Name, Model = scaffold.Inputs.First(s => s.Name == i.Name).Model, Shape = Dimensions(i.Shape) }),
            Outputs = network.Outputs.Select(o => new { o.Name, Model = scaffold.Outputs.First(s => s.Name == o.Name).Model, Shape = Dimensions(o.Layer.Output) }),
        };
        ToolOutput.Write(output, options.IsJson, result, [
            $"{options.Folder}: {string.Join(", ", files.Names)} ({network.Layers.Count} layers, {parameters} parameters).",
            "Add the .cs files to a project that references SsnGen; they are the model from now on.",
            $"Then: var network = {scaffold.Namespace}.{scaffold.Model.Name}.Load(\"{files.Weights}\"); network.Run({string.Join(", ", network.Inputs.Select(static i => i.Name).Concat(network.Outputs.Select(static o => o.Name)))});"]);
    }

    private static int[] Dimensions(Shape shape) => shape.SlabSize == 1 ? [shape.Channels] : [shape.Channels, .. shape.Sides];
}

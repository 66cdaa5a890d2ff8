using Spectre.Console;
using SsnGen.Files;

namespace SsnGen.Tool.Inspection;

/// <summary>Tensors by layers as a table.</summary>
internal static class TensorTable
{
    /// <summary>Prints them.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<TensorGroup> layers)
    {
        var table = new ToolTable("layer", "tensor", "type", "shape", "values>", "bytes>", "parameters of the layer>");
        foreach (var layer in layers)
        {
            var name = layer.Name;
            var parameters = ToolOutput.Number(layer.Parameters);
            foreach (var tensor in layer.Tensors)
            {
                table.Add(
                    name,
                    tensor.Name,
                    tensor.Type,
                    ShapeText.Of(tensor.Shape.AsSpan()),
                    ToolOutput.Number(tensor.Values),
                    ToolOutput.Number(tensor.Bytes),
                    parameters);
                (name, parameters) = ("", "");
            }
        }

        table.Write(console);
    }
}

using System.Globalization;
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
            var parameters = layer.Parameters.ToString("N0", CultureInfo.InvariantCulture);
            foreach (var tensor in layer.Tensors)
            {
                table.Add(
                    name,
                    tensor.Name,
                    tensor.Type,
                    ShapeText.Of(tensor.Shape.AsSpan()),
                    tensor.Values.ToString("N0", CultureInfo.InvariantCulture),
                    tensor.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                    parameters);
                (name, parameters) = ("", "");
            }
        }

        table.Write(console);
    }
}

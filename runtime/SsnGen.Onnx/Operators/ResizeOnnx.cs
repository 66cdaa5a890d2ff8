namespace SsnGen.Onnx.Operators;

/// <summary>Another size, by the values of single pixels: as a node where it is a multiple, otherwise by the numbers of the pixels, so that no runtime rounds them.</summary>
internal sealed class ResizeNearestOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var (input, output) = (nodes.Layer.Input, nodes.Layer.Output);
        if (output.Height % input.Height == 0 && output.Width % input.Width == 0)
        {
            return nodes.Node(
                "Resize",
                "nearest",
                [x, "", nodes.Floats("scales", 1, 1, output.Height / input.Height, output.Width / input.Width)],
                ("mode", "nearest"),
                ("coordinate_transformation_mode", "asymmetric"),
                ("nearest_mode", "floor"));
        }

        var rows = nodes.Node("Gather", "rows", [x, nodes.Integers("row", Nearest(input.Height, output.Height))], ("axis", 2));
        return nodes.Node("Gather", "columns", [rows, nodes.Integers("column", Nearest(input.Width, output.Width))], ("axis", 3));
    }

    private static long[] Nearest(int size, int resized) => [.. Enumerable.Range(0, resized).Select(i => (long)i * size / resized)];
}

/// <summary>Another size, by the distances to the pixels around, as a node.</summary>
internal sealed class ResizeBilinearOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var (output, resize) = (nodes.Layer.Output, (Producer.ResizeBilinear)nodes.Layer.Producer);
        return nodes.Node(
            "Resize",
            "bilinear",
            [x, "", "", nodes.Integers("size", output.Height, output.Width)],
            ("axes", new[] { 2, 3 }),
            ("mode", "linear"),
            ("coordinate_transformation_mode", resize.AlignsCorners ? "align_corners" : "half_pixel"));
    }
}

namespace SsnGen.Onnx.Operators;

/// <summary>The averages of so many windows: pooling where they are of one size, otherwise a product with what each pixel adds to each window.</summary>
internal sealed class AdaptiveAveragePoolOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var (input, output) = (nodes.Layer.Input, nodes.Layer.Output);
        if (input.Height % output.Height == 0 && input.Width % output.Width == 0)
        {
            var (height, width) = (input.Height / output.Height, input.Width / output.Width);
            return nodes.Node("AveragePool", "pool", [x], ProducerNodes.Window(new Window(new WindowAxis(height, height), new WindowAxis(width, width))));
        }

        var columns = nodes.Node("MatMul", "columns", [x, nodes.Floats("column", Shares(input.Width, output.Width, isTransposed: true), input.Width, output.Width)]);
        return nodes.Node("MatMul", "rows", [nodes.Floats("row", Shares(input.Height, output.Height, isTransposed: false), output.Height, input.Height), columns]);
    }

    // For each window and each pixel what it adds: 1 / n to the windows of n pixels that it lies in.
    private static float[] Shares(int size, int windows, bool isTransposed)
    {
        var shares = new float[size * windows];
        for (var i = 0; i < windows; i++)
        {
            var (first, end) = ((int)((long)i * size / windows), (int)((((i + 1L) * size) + windows - 1) / windows));
            for (var pixel = first; pixel < end; pixel++)
            {
                shares[isTransposed ? (pixel * windows) + i : (i * size) + pixel] = 1f / (end - first);
            }
        }

        return shares;
    }
}

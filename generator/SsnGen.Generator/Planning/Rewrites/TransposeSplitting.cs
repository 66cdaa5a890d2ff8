namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>
/// Makes of a transposed convolution one that computes all pixels of the output that come of one of the input as channels, and a layer
/// that makes pixels of them, and is normalized and ends as the layer did.
/// </summary>
internal sealed class TransposeSplitting : LayerSplitting
{
    private TransposeSplitting(ModelPlan model)
        : base(model)
    {
    }

    /// <summary>The same network without transposed convolutions.</summary>
    public static ModelPlan Split(ModelPlan model) => model.Layers.Any(static l => l.Producer is Producer.ConvTranspose) ? new TransposeSplitting(model).Run() : model;

    /// <inheritdoc/>
    protected override void Split(LayerPlan layer)
    {
        if (layer.Producer is Producer.ConvTranspose transpose)
        {
            var (rows, columns) = (TransposedAxis.Of(transpose.Window.Rows), TransposedAxis.Of(transpose.Window.Columns));
            var (down, across) = (rows.Window(layer.Input.Height, layer.Output.Height), columns.Window(layer.Input.Width, layer.Output.Width));
            var factor = transpose.Window.Rows.Stride;
            var channels = factor * factor * transpose.Channels;
            var phases = Append(layer with
            {
                Identifier = NewIdentifier(layer.Identifier + "Phases"),
                Output = new Shape(channels, (int)down.Steps(layer.Input.Height, ceiling: false), (int)across.Steps(layer.Input.Width, ceiling: false)),
                Producer = new Producer.Conv(channels, new Window(down, across), Groups: 1, transpose.Bias),
                Normalization = null,
                Tail = TailPlan.Nothing,
                Dropout = 0,
            });
            layer = layer with
            {
                Sources = new([phases.Value]),
                Input = phases.Output,
                Producer = new Producer.DepthToSpace(factor, PixelsFirst: true),
            };
        }

        Append(layer);
    }
}

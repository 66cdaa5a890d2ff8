namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>
/// Makes a layer of its own out of what follows a softmax in its layer, for schedules that produce all channels of a pixel at once and end
/// layers channel by channel.
/// </summary>
internal sealed class SoftmaxSplitting : LayerSplitting
{
    private SoftmaxSplitting(ModelPlan model)
        : base(model)
    {
    }

    /// <summary>The same network, in which nothing follows a softmax in its layer.</summary>
    public static ModelPlan Split(ModelPlan model) => model.Layers.Any(IsSplit) ? new SoftmaxSplitting(model).Run() : model;

    /// <inheritdoc/>
    protected override void Split(LayerPlan layer)
    {
        if (IsSplit(layer))
        {
            var softmax = Append(layer with { Identifier = NewIdentifier(layer.Identifier + "Softmax"), Normalization = null, Tail = TailPlan.Nothing, Dropout = 0 });
            layer = layer with { Sources = new([softmax.Value]), Input = layer.Output, Producer = new Producer.Identity() };
        }

        Append(layer);
    }

    private static bool IsSplit(LayerPlan layer) => layer.Producer.MixesChannels && (layer.Normalization is not null || layer.Tail.Steps.Length > 0);
}

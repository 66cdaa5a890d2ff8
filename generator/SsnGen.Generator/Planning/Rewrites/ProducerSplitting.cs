namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>Makes a layer of its own out of what follows a producer in its layer, for schedules that produce its values and do no more.</summary>
internal sealed class ProducerSplitting : LayerSplitting
{
    private readonly Func<LayerPlan, bool> _isSplit;

    private ProducerSplitting(ModelPlan model, Func<LayerPlan, bool> isSplit)
        : base(model) => _isSplit = isSplit;

    /// <summary>The same network, in which nothing follows a producer of all channels of a pixel at once, where layers end channel by channel.</summary>
    public static ModelPlan SplitMixing(ModelPlan model) =>
        Split(model, static l => l.Producer.MixesChannels && (l.Normalization is not null || l.Tail.Steps.Length > 0));

    /// <summary>The same network, in which nothing that has parameters of its own follows slopes, where a layer takes the parameters of one thing.</summary>
    public static ModelPlan SplitSlopes(ModelPlan model) =>
        Split(model, static l => l is { HasSlopes: true, Normalization: not null });

    /// <inheritdoc/>
    protected override void Split(LayerPlan layer)
    {
        if (_isSplit(layer))
        {
            var produced = Append(layer with { Identifier = NewIdentifier(layer.Identifier + layer.Producer.GetType().Name), Normalization = null, Tail = TailPlan.Nothing, Dropout = 0 });
            layer = layer with { Sources = new([produced.Value]), Input = layer.Output, Producer = new Producer.Identity() };
        }

        Append(layer);
    }

    private static ModelPlan Split(ModelPlan model, Func<LayerPlan, bool> isSplit) => model.Layers.Any(isSplit) ? new ProducerSplitting(model, isSplit).Run() : model;
}

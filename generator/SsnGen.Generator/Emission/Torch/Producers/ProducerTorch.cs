using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>How the training module computes a producer: by a module of TorchSharp with weights, or by a function.</summary>
internal abstract class ProducerTorch
{
    // One per producer that is more than its input; a test asks for each.
    private static readonly Dictionary<Type, ProducerTorch> _all = new()
    {
        [typeof(Producer.Conv)] = new ConvTorch(),
        [typeof(Producer.ConvTranspose)] = new ConvTransposeTorch(),
        [typeof(Producer.Linear)] = new ModuleTorch("Linear", "_linear", "AddLinear"),
        [typeof(Producer.MaxPool)] = new MaxPoolTorch(),
        [typeof(Producer.AveragePool)] = new AveragePoolTorch(),
        [typeof(Producer.GlobalAveragePool)] = new GlobalAveragePoolTorch(),
        [typeof(Producer.AdaptiveAveragePool)] = new AdaptiveAveragePoolTorch(),
        [typeof(Producer.ResizeNearest)] = new ResizeNearestTorch(),
        [typeof(Producer.ResizeBilinear)] = new ResizeBilinearTorch(),
        [typeof(Producer.ChannelShuffle)] = new ChannelShuffleTorch(),
        [typeof(Producer.Chunk)] = new ChunkTorch(),
        [typeof(Producer.PRelu)] = new ModuleTorch("PReLU", "_prelu", "AddPRelu"),
        [typeof(Producer.Softmax)] = new SoftmaxTorch(),
        [typeof(Producer.DepthToSpace)] = new DepthToSpaceTorch(),
    };

    /// <summary>That of one kind of producer, or null for the input itself.</summary>
    public static ProducerTorch? Of(Producer producer) =>
        producer is Producer.Identity ? null
        : _all.TryGetValue(producer.GetType(), out var emitter) ? emitter
        : throw new NotSupportedException("Nothing is emitted for TorchSharp of " + producer.GetType().Name + ".");

    /// <summary>Whether there is one for a kind of producer.</summary>
    public static bool Has(Type producer) => _all.ContainsKey(producer);

    /// <summary>The module that holds its weights, or null.</summary>
    public virtual ModuleTorch? Module => null;

    /// <summary>The expression of what it produces.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">The tensor that it reads.</param>
    public abstract string Forward(LayerPlan layer, string x);

    /// <summary>The expression of a tensor with what lies around it for a window.</summary>
    protected static string Padded(string x, Window window, string value)
    {
        var pads = window.Axes.Reverse().SelectMany(static a => new[] { a.Before, a.After });
        return $"{TorchEmitter.Functional}.pad({x}, new long[] {{ {string.Join(", ", pads.Select(static p => Literal.Of(p) + "L"))} }}, value: {value})";
    }
}

/// <summary>A module of TorchSharp.</summary>
/// <param name="type">Its class.</param>
/// <param name="field">What the names of its fields begin with.</param>
/// <param name="add">The method of the network's module that makes it.</param>
internal class ModuleTorch(string type, string field, string add) : ProducerTorch
{
    /// <inheritdoc/>
    public override ModuleTorch Module => this;

    /// <summary>Its class, as code writes it.</summary>
    public string Type(LayerPlan layer) => "global::TorchSharp.Modules." + Of(type, layer);

    /// <summary>The method that makes it.</summary>
    public string Add(LayerPlan layer) => Of(add, layer);

    /// <summary>Its field.</summary>
    public string Field(LayerPlan layer) => field + layer.Identifier;

    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) => $"{Field(layer)}.forward({x})";

    // A name with the number of sides in it, where there is one for each.
    private static string Of(string name, LayerPlan layer) => name.Replace("{sides}", Literal.Of(layer.Input.Rank));
}

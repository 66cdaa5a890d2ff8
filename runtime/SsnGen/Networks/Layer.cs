using SsnGen.Networks;

namespace SsnGen;

/// <summary>
/// One layer of a network: a fused unit of producer, normalization and tail. As the type of a partial property it declares a layer; as
/// its value it describes the layer as compiled, and is what the layer computes, as others read it.
/// </summary>
public sealed class Layer : NetworkValue
{
    /// <summary>The path of the layer, such as <c>Stage2.0.Conv1</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What its producer reads: one value, or the channels of several of the same height and width, one after the other.</summary>
    public required IReadOnlyList<NetworkValue> Sources { get; init; }

    /// <summary>The shape of one sample of what its producer reads.</summary>
    public Shape Input => Sources[0].Shape with { Channels = Sources.Sum(static s => s.Shape.Channels) };

    /// <summary>The shape of one sample it produces.</summary>
    public required Shape Output { get; init; }

    /// <summary>What produces its values.</summary>
    public required Producer Producer { get; init; }

    /// <summary>Its normalization, or null.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>What happens to its values behind producer and normalization, in this order.</summary>
    public IReadOnlyList<TailStep> Tail { get; init; } = [];

    /// <summary>Probability of zero in training, after the tail.</summary>
    public float Dropout { get; init; }

    /// <inheritdoc/>
    public override string Name => Path;

    /// <inheritdoc/>
    public override Shape Shape => Output;

    internal IEnumerable<NetworkValue> Reads => Sources.Concat(Tail.Select(static s => s.Operand).OfType<NetworkValue>());

    /// <summary>It in one line, such as <c>Stage1.0.Conv2: 3x3 convolution, padding 1, Batch / Layer, plus Stem, Relu, 16x8x8 -&gt; 16x8x8</c>.</summary>
    public override string ToString() => $"{Path}: {LayerWords.Of(this)}, {Input} -> {Output}";
}

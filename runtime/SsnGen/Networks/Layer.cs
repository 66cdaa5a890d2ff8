namespace SsnGen;

/// <summary>
/// One layer of a network: a fused unit of producer, normalization, residual and activation. As the type of a partial
/// property it declares a layer; as its value it describes the layer as compiled.
/// </summary>
public sealed class Layer
{
    /// <summary>The path of the layer, such as <c>Stage2.0.Conv1</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The layer it reads, or null for the network's input.</summary>
    public Layer? Source { get; init; }

    /// <summary>The shape of one sample it reads.</summary>
    public required Shape Input { get; init; }

    /// <summary>The shape of one sample it produces.</summary>
    public required Shape Output { get; init; }

    /// <summary>What produces its values.</summary>
    public required Producer Producer { get; init; }

    /// <summary>Its normalization, or null.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>What is added before the activation, or null. See <see cref="AddsInput"/> for the network's input.</summary>
    public Layer? Residual { get; init; }

    /// <summary>Whether the network's input is what is added before the activation.</summary>
    public bool AddsInput { get; init; }

    /// <summary>Its activation, or null.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Probability of zero in training, after the activation.</summary>
    public float Dropout { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Input} -> {Output}";
}

using System.Diagnostics;

namespace SsnGen.Networks;

/// <summary>
/// A network at a glance: its layers with what they have to learn and to compute, and its totals. <see cref="ToString"/> gives it as a table.
/// The generated part of a network has one, with the memory of the collapsed network:
/// <code>
/// Console.WriteLine(DigitsNet.Summary());
/// </code>
/// </summary>
/// <remarks>
/// It is of the network as it runs: what only training has is in the summary of its <c>TrainingGraph</c>.
/// </remarks>
[DebuggerDisplay("{Name,nq} {Graph}")]
public sealed record NetworkSummary
{
    /// <summary>Sums up a network.</summary>
    /// <param name="graph">The network.</param>
    /// <exception cref="OverflowException">Numbers do not fit into 64 bits.</exception>
    public NetworkSummary(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Graph = graph;
        Layers = Array.AsReadOnly(graph.Layers.Select((layer, i) => new LayerSummary(layer, i == 0 ? graph.Inputs[0] : graph.Layers[i - 1])).ToArray());
    }

    /// <summary>The network.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Its layers, in an order in which each comes after those that it reads.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Parameters of all layers.</summary>
    public long Parameters => Layers.Sum(static l => l.Parameters);

    /// <summary>Bytes of these parameters as weight files have them, in single precision.</summary>
    public long ParameterBytes => checked(Parameters * sizeof(float));

    /// <summary>Multiply-adds of all layers for one sample.</summary>
    public long MultiplyAdds => Layers.Sum(static l => l.MultiplyAdds);

    /// <summary>The full name of its class; null for a graph by itself.</summary>
    public string? Name { get; init; }

    /// <summary>The fingerprint of the selection that it was compiled for; null for a graph by itself.</summary>
    public string? SelectionHash { get; init; }

    /// <summary>
    /// The memory of the collapsed network on the processor; null for a graph by itself, for a network that runs on graphics processors alone,
    /// and for one normalization alone, which runs on its caller's memory.
    /// </summary>
    public PlannedMemory? Memory { get; init; }

    /// <summary>The sizes of pictures that it is compiled for beside its own.</summary>
    public IReadOnlyList<SizeSummary> Sizes { get; init; } = [];

    /// <summary>
    /// It as a table: lines that end in a line feed but for the last one, no wider than 120 characters unless names are long, and the same in
    /// every culture. Of a layer's normalization, <c>Batch / Layer</c> is the mean by one and the variance by the other normalizer, and
    /// <c>Instance + Layer + Batch</c> a mixture that nothing is selected of yet.
    /// </summary>
    public override string ToString() => SummaryText.Of(this);
}

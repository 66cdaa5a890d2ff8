using SsnGen.Networks;

namespace SsnGen;

/// <summary>
/// A network as a graph of values: its inputs, its layers in an order in which each comes after those that it reads, and what it
/// returns. What evaluates, exports or draws a network reads it from here.
/// </summary>
public sealed class NetworkGraph
{
    /// <summary>Describes a network.</summary>
    /// <param name="inputs">Its inputs, in the order in which it takes them.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="outputs">What it returns, in this order.</param>
    /// <exception cref="ArgumentException">There is no layer or no output, an output is given twice, a name is, a layer reads nothing, or what is neither an input nor an earlier layer, or something of another shape than it needs.</exception>
    public NetworkGraph(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<Layer> layers, IReadOnlyList<NetworkOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(outputs);
        if (layers.Count == 0)
        {
            throw new ArgumentException("A network has at least one layer.", nameof(layers));
        }

        var known = new HashSet<NetworkValue>(inputs, ReferenceEqualityComparer.Instance);
        foreach (var layer in layers)
        {
            Check(layer, known);
            known.Add(layer);
        }

        if (outputs.Count == 0 || !outputs.All(o => known.Contains(o.Layer)))
        {
            throw new ArgumentException("A network returns at least one of its layers, and no others.", nameof(outputs));
        }

        if (outputs.GroupBy(static o => o.Layer).FirstOrDefault(static g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The network returns {twice.Key.Path} twice.", nameof(outputs));
        }

        if (inputs.Select(static i => i.Name).Concat(outputs.Select(static o => o.Name)).GroupBy(static n => n).FirstOrDefault(static g => g.Count() > 1) is { } name)
        {
            throw new ArgumentException($"Of the network's inputs and outputs several are called {name.Key}.", nameof(outputs));
        }

        Inputs = Array.AsReadOnly(inputs.ToArray());
        Layers = Array.AsReadOnly(layers.ToArray());
        Outputs = Array.AsReadOnly(outputs.ToArray());
    }

    /// <summary>Describes a network that takes what its layers read, in the order in which they do, and returns the value of the last one.</summary>
    /// <param name="layers">Its layers.</param>
    /// <exception cref="ArgumentException">As for the other constructor.</exception>
    public NetworkGraph(IReadOnlyList<Layer> layers)
        : this(InputsOf(layers), layers, [.. layers.Skip(layers.Count - 1).Select(static l => new NetworkOutput("output", l))])
    {
    }

    /// <summary>Its inputs, in the order in which it takes them.</summary>
    public IReadOnlyList<NetworkInput> Inputs { get; }

    /// <summary>Its layers, in an order in which each comes after those that it reads.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>What it returns, in this order.</summary>
    public IReadOnlyList<NetworkOutput> Outputs { get; }

    /// <summary>Sums it up: its layers with what they have to learn and to compute, and the totals.</summary>
    public NetworkSummary Summary() => new(this);

    /// <summary>It in one line, such as <c>1x16x16 -&gt; 10, 8 layers</c>; several inputs or outputs are named.</summary>
    public override string ToString()
    {
        var inputs = Inputs.Count == 1 ? $"{Inputs[0].Shape}" : string.Join(", ", Inputs);
        var outputs = Outputs.Count == 1 ? $"{Outputs[0].Layer.Output}" : string.Join(", ", Outputs);
        return $"{inputs} -> {outputs}, {Layers.Count} layer{(Layers.Count == 1 ? "" : "s")}";
    }

    private static NetworkInput[] InputsOf(IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return [.. layers.SelectMany(static l => l.Reads).OfType<NetworkInput>().Distinct()];
    }

    private static void Check(Layer layer, HashSet<NetworkValue> known)
    {
        if (layer.Sources.Count == 0)
        {
            throw new ArgumentException($"Layer {layer.Path} reads nothing.");
        }

        foreach (var value in layer.Reads)
        {
            if (!known.Contains(value))
            {
                throw new ArgumentException($"Layer {layer.Path} reads {value.Name}, which is neither an input nor a layer before it.");
            }

            if (value.Shape.Length <= 0)
            {
                throw new ArgumentException($"Layer {layer.Path} reads {value.Name}, which has the empty shape {value.Shape}.");
            }
        }

        foreach (var source in layer.Sources)
        {
            if (!source.Shape.Joins(layer.Sources[0].Shape))
            {
                throw new ArgumentException($"Layer {layer.Path} joins {layer.Sources[0].Name}, which is {layer.Sources[0].Shape}, with {source.Name}, which is {source.Shape}.");
            }
        }

        foreach (var step in layer.Tail)
        {
            switch (step)
            {
                case TailStep.Add { Value: var added } when !added.Shape.IsLike(layer.Output):
                    throw new ArgumentException($"Layer {layer.Path} adds {added.Name}, which is {added.Shape}, to {layer.Output}.");
                case TailStep.Multiply { Value: var factor } when !factor.Shape.Multiplies(layer.Output):
                    throw new ArgumentException($"Layer {layer.Path} multiplies {layer.Output} by {factor.Name}, which is {factor.Shape}.");
            }
        }
    }
}

using System.Runtime.InteropServices;
using Google.Protobuf;
using SsnGen.Onnx.Format;

namespace SsnGen.Onnx;

/// <summary>Adds nodes and constants to a graph, each under a name of its own.</summary>
/// <param name="graph">The graph.</param>
/// <param name="taken">The names of its inputs and outputs.</param>
internal sealed class GraphBuilder(GraphProto graph, IEnumerable<string> taken)
{
    private readonly HashSet<string> _names = new(taken, StringComparer.Ordinal);

    /// <summary>Adds a node.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="name">The name of the node and of what it computes; made unique by a number where it is taken.</param>
    /// <param name="inputs">The names of its inputs.</param>
    /// <param name="attributes">Its attributes: float, int, string, or arrays of int.</param>
    /// <returns>The name of its output.</returns>
    public string Node(string type, string name, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var output = Unique(name);
        var node = new NodeProto { Name = output, OpType = type, Input = { inputs }, Output = { output } };
        foreach (var (attribute, value) in attributes)
        {
            node.Attribute.Add(Attribute(attribute, value));
        }

        graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a constant of floats.</summary>
    public string Floats(string name, float[] values, params ReadOnlySpan<int> sizes) =>
        Constant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>(values), sizes);

    /// <summary>Adds a constant list of integers, as shapes and axes are given.</summary>
    public string Integers(string name, params long[] values) =>
        Constant(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes<long>(values), values.Length);

    /// <summary>Names what the last node computes, which nothing reads yet; the name is made unique by a number where it is taken.</summary>
    /// <returns>Its name.</returns>
    public string NameLast(string name) => graph.Node[^1].Output[0] = Unique(name);

    /// <summary>Makes what the last node computes, which nothing reads, an output of the graph.</summary>
    public void ReturnLast(string name) => graph.Node[^1].Output[0] = name;

    /// <summary>Whether it is what the last node computes.</summary>
    public bool IsLast(string name) => graph.Node.Count > 0 && graph.Node[^1].Output[0] == name;

    private string Constant(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> sizes)
    {
        var tensor = new TensorProto { Name = Unique(name), DataType = type, RawData = ByteString.CopyFrom(bytes) };
        foreach (var size in sizes)
        {
            tensor.Dims.Add(size);
        }

        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !_names.Add(unique); i++)
        {
            unique = name + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return unique;
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        float f => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = f },
        int i => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = i },
        string text => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(text) },
        int[] list => new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { list.Select(static i => (long)i) } },
        _ => throw new ArgumentException($"Attribute {name} has the unsupported type {value.GetType()}.", nameof(value)),
    };
}

using SsnGen.Onnx.Format;
using SsnGen.Tool.Onnx.Files;
using static SsnGen.Onnx.Format.AttributeProto.Types;

namespace SsnGen.Tool.Onnx;

/// <summary>A node of a model, whose attributes are asked for one by one: what nobody asks for is not silently dropped.</summary>
internal sealed class OnnxNode
{
    private readonly NodeProto _node;
    private readonly Dictionary<string, AttributeProto> _attributes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Wraps a node.</summary>
    /// <param name="node">The message.</param>
    /// <param name="operatorSet">The version of the operators that the model is written in.</param>
    public OnnxNode(NodeProto node, int operatorSet)
    {
        (_node, OperatorSet) = (node, operatorSet);
        foreach (var attribute in node.Attribute)
        {
            Repeated = _attributes.TryAdd(attribute.Name, attribute) ? Repeated : attribute.Name;
        }
    }

    public string Type => _node.OpType;

    /// <summary>The domain of its operator; empty for that of ONNX itself.</summary>
    public string Domain => _node.Domain == "ai.onnx" ? "" : _node.Domain;

    public string Name => _node.Name;

    /// <summary>The version of the operators that the model is written in.</summary>
    public int OperatorSet { get; }

    public IReadOnlyList<string> Inputs => _node.Input;

    public IReadOnlyList<string> Outputs => _node.Output;

    /// <summary>The attributes that were not asked for.</summary>
    public IEnumerable<string> Unasked => _attributes.Keys.Where(name => !_asked.Contains(name));

    /// <summary>An attribute that it has twice, or null.</summary>
    public string? Repeated { get; }

    /// <summary>Whether it has an input, as those at the end and in between may be left out.</summary>
    public bool Has(int input) => input < Inputs.Count && Inputs[input].Length > 0;

    /// <summary>It in words.</summary>
    public override string ToString() => $"'{Label}' ({(Domain.Length == 0 ? "" : Domain + ".")}{Type})";

    /// <summary>Its name, or what it computes where it has none.</summary>
    public string Label => Name.Length > 0 ? Name : Outputs.FirstOrDefault(static o => o.Length > 0) ?? "";

    public long Int(string name, long otherwise) => Find(name, AttributeType.Int) is { } a ? a.I : otherwise;

    public long? IntOrNull(string name) => Find(name, AttributeType.Int)?.I;

    public float Float(string name, float otherwise) => Find(name, AttributeType.Float) is { } a ? a.F : otherwise;

    public float? FloatOrNull(string name) => Find(name, AttributeType.Float)?.F;

    public string Text(string name, string otherwise) => Find(name, AttributeType.String) is { } a ? a.S.ToStringUtf8() : otherwise;

    public long[]? Ints(string name) => Find(name, AttributeType.Ints) is { } a ? [.. a.Ints] : null;

    public float[]? Floats(string name) => Find(name, AttributeType.Floats) is { } a ? [.. a.Floats] : null;

    public OnnxTensor? Tensor(string name) => Find(name, AttributeType.Tensor) is { } a ? TensorReader.Read(a.T ?? new TensorProto()) : null;

    /// <summary>Notes attributes that say nothing to a network that only runs.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _asked.Add(name);
        }
    }

    /// <summary>Refuses an attribute that has another value than one.</summary>
    public void Require(string name, long value, string help)
    {
        if (Int(name, value) is var found && found != value)
        {
            throw new UnsupportedException($"{name} = {found}, and only {value} is taken: {help}");
        }
    }

    private AttributeProto? Find(string name, AttributeType type)
    {
        _asked.Add(name);
        if (!_attributes.TryGetValue(name, out var attribute))
        {
            return null;
        }

        // Old writers leave the type out.
        return attribute.Type == type || attribute.Type == AttributeType.Undefined ? attribute : throw new UnsupportedException($"its attribute {name} is of the type {attribute.Type}, and {type} is needed");
    }
}

using Google.Protobuf;
using SsnGen.Onnx;
using SsnGen.Onnx.Format;

namespace SsnGen.Tool.Tests.Harness;

/// <summary>Builds small ONNX models as other tools write them.</summary>
internal sealed class ModelBuilder
{
    private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "graph" } };
    private readonly GraphBuilder _graph;
    private readonly Random _random = new(11);

    /// <summary>Begins a model.</summary>
    /// <param name="operatorSet">The version of its operators.</param>
    /// <param name="batch">The size of the batch, or null where it is free.</param>
    /// <param name="shape">The dimensions of its input behind the batch.</param>
    public ModelBuilder(int operatorSet, int? batch, params int[] shape)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Version = operatorSet });
        _graph = new GraphBuilder(_model.Graph, ["input"]);
        _model.Graph.Input.Add(Value("input", batch, shape));
    }

    /// <summary>The message, to change it.</summary>
    public ModelProto Model => _model;

    /// <summary>Adds a node of one output.</summary>
    public string Node(string type, string[] inputs, params ReadOnlySpan<(string, object)> attributes) => _graph.Node(type, $"{type}_{_model.Graph.Node.Count}", inputs, attributes);

    /// <summary>Adds random floats.</summary>
    public string Random(params int[] sizes) => Floats([.. Enumerable.Range(0, sizes.Aggregate(1, static (a, b) => a * b)).Select(_ => (_random.NextSingle() * 2) - 1)], sizes);

    /// <summary>Adds random floats between a half and one and a half.</summary>
    public string Positive(params int[] sizes) => Floats([.. Enumerable.Range(0, sizes.Aggregate(1, static (a, b) => a * b)).Select(_ => _random.NextSingle() + 0.5f)], sizes);

    /// <summary>Adds floats.</summary>
    public string Floats(float[] values, params int[] sizes) => _graph.Floats($"onnx::Weight_{_model.Graph.Initializer.Count + 100}", values, sizes);

    /// <summary>Adds weights of a name, random ones.</summary>
    public string Named(string name, params int[] sizes) => _graph.Floats(name, [.. Enumerable.Range(0, sizes.Aggregate(1, static (a, b) => a * b)).Select(_ => _random.NextSingle() + 0.1f)], sizes);

    /// <summary>Adds a node of a name.</summary>
    public string NamedNode(string type, string name, string[] inputs, params ReadOnlySpan<(string, object)> attributes) => _graph.Node(type, name, inputs, attributes);

    /// <summary>Adds one number.</summary>
    public string Number(float value) => Floats([value]);

    /// <summary>Adds integers.</summary>
    public string Integers(params long[] values) => _graph.Integers($"onnx::Sizes_{_model.Graph.Initializer.Count + 100}", values);

    /// <summary>Adds one integer.</summary>
    public string Integer(long value)
    {
        var name = Integers(value);
        _model.Graph.Initializer[^1].Dims.Clear();
        return name;
    }

    /// <summary>The model, which returns some values.</summary>
    public byte[] Returning(params string[] outputs)
    {
        _model.Graph.Output.Add(outputs.Select(static o => new ValueInfoProto { Name = o, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float } } }));
        return _model.ToByteArray();
    }

    private static ValueInfoProto Value(string name, int? batch, int[] shape)
    {
        var dims = new TensorShapeProto();
        dims.Dim.Add(batch is { } n ? new TensorShapeProto.Types.Dimension { DimValue = n } : new TensorShapeProto.Types.Dimension { DimParam = "batch_size" });
        dims.Dim.Add(shape.Select(static s => new TensorShapeProto.Types.Dimension { DimValue = s }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float, Shape = dims } } };
    }
}

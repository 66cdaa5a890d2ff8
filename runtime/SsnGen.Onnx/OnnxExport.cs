using Google.Protobuf;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Onnx.Format;

namespace SsnGen.Onnx;

/// <summary>
/// Writes a network, as it computes once training is over, as an ONNX model of standard operators (operator set 21):
/// batch normalization is folded into the convolution before it, instance normalization and the others are what the
/// selection says, and a layer without a selection is the mixture that its weights describe.
/// </summary>
/// <remarks>
/// The input is named <c>input</c>, [batch, C, H, W]; the output is named <c>output</c>, [batch, C, H, W], or [batch, C]
/// where it is one value per channel. All values are float32.
/// </remarks>
public static class OnnxExport
{
    /// <summary>The name of the model's input.</summary>
    public const string InputName = "input";

    /// <summary>The name of the model's output.</summary>
    public const string OutputName = "output";

    private const int OperatorSet = 21;
    private const int FormatVersion = 10;

    /// <summary>Writes a model to a stream.</summary>
    /// <param name="stream">Receives the model; left open.</param>
    /// <param name="layers">The layers of the network, such as <c>DigitsNet.Layers</c>; the last one is the output.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="batch">The size of the batch, or null for one that is given when the model runs, where it may be 0.</param>
    /// <exception cref="ArgumentException">The layers do not fit together, or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is less than 1.</exception>
    /// <exception cref="WeightsException">A tensor is missing, not the network's, of another shape or not finite; nothing has been written then.</exception>
    public static void Write(Stream stream, IReadOnlyList<Layer> layers, NetworkWeights weights, int? batch = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Model(layers, weights, batch).WriteTo(stream);
    }

    /// <summary>Writes a model to a file, which appears as a whole or not at all.</summary>
    /// <param name="path">The file to write; created or replaced.</param>
    /// <param name="layers">As for <see cref="Write(Stream, IReadOnlyList{Layer}, NetworkWeights, int?)"/>.</param>
    /// <param name="weights">As for <see cref="Write(Stream, IReadOnlyList{Layer}, NetworkWeights, int?)"/>.</param>
    /// <param name="batch">As for <see cref="Write(Stream, IReadOnlyList{Layer}, NetworkWeights, int?)"/>.</param>
    /// <exception cref="ArgumentException">The layers do not fit together, or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is less than 1.</exception>
    /// <exception cref="WeightsException">A tensor is missing, not the network's, of another shape or not finite; nothing has been written then.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Layer> layers, NetworkWeights weights, int? batch = null)
    {
        var model = Model(layers, weights, batch);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    private static ModelProto Model(IReadOnlyList<Layer> layers, NetworkWeights weights, int? batch)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(weights);
        if (batch < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batch), batch, "The size of the batch is at least 1, or null for one that is given when the model runs.");
        }

        if (layers.Count == 0)
        {
            throw new ArgumentException("A network has at least one layer.", nameof(layers));
        }

        var input = layers.FirstOrDefault(static l => l.Source is null)?.Input
            ?? throw new ArgumentException("No layer reads the network's input.", nameof(layers));
        weights.CheckForEvaluation(layers);
        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "SsnGen",
            ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
            Graph = new GraphProto { Name = "network" },
            OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
        };
        var output = layers[^1].Output;
        model.Graph.Input.Add(Value(InputName, batch, input.Channels, input.Height, input.Width));
        model.Graph.Output.Add(output.SlabSize == 1
            ? Value(OutputName, batch, output.Channels)
            : Value(OutputName, batch, output.Channels, output.Height, output.Width));
        new NetworkNodes(new GraphBuilder(model.Graph), weights).Write(layers);
        foreach (var (key, value) in weights.Metadata)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model;
    }

    private static ValueInfoProto Value(string name, int? batch, params ReadOnlySpan<int> sizes)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(batch is { } size
            ? new TensorShapeProto.Types.Dimension { DimValue = size }
            : new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        foreach (var length in sizes)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = length });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float, Shape = shape } },
        };
    }
}

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
/// Inputs are [batch, C, H, W], outputs likewise, or [batch, C] where they are one value per channel; they are named as those of the
/// <see cref="NetworkGraph"/>, such as <c>input</c> and <c>output</c>. All values are float32, but for 8-bit pixels where these are asked for.
/// </remarks>
public static class OnnxExport
{
    private const int OperatorSet = 21;
    private const int FormatVersion = 10;

    /// <summary>Writes a model to a stream.</summary>
    /// <param name="stream">Receives the model; left open.</param>
    /// <param name="network">The network, such as <c>DigitsNet.Graph</c>.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="batch">The size of the batch, or null for one that is given when the model runs, where it may be 0.</param>
    /// <param name="pixels">Whether inputs for which the network says how are 8-bit pixels, [batch, H, W, C], which the model's first nodes make values of.</param>
    /// <param name="trained">The layers of the network as it is trained, such as <c>Net.TrainingGraph.Layers</c>, whose weights may be there too; null where these are all.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is asked for, and the network says of no input how its pixels become values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is less than 1.</exception>
    /// <exception cref="WeightsException">A tensor is missing, not the network's, of another shape or not finite; nothing has been written then.</exception>
    public static void Write(Stream stream, NetworkGraph network, NetworkWeights weights, int? batch = null, bool pixels = false, IReadOnlyList<Layer>? trained = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Model(network, weights, batch, pixels, trained).WriteTo(stream);
    }

    /// <summary>Writes a model to a file, which appears as a whole or not at all.</summary>
    /// <param name="path">The file to write; created or replaced.</param>
    /// <param name="network">As for <see cref="Write(Stream, NetworkGraph, NetworkWeights, int?, bool, IReadOnlyList{Layer})"/>.</param>
    /// <param name="weights">As for <see cref="Write(Stream, NetworkGraph, NetworkWeights, int?, bool, IReadOnlyList{Layer})"/>.</param>
    /// <param name="batch">As for <see cref="Write(Stream, NetworkGraph, NetworkWeights, int?, bool, IReadOnlyList{Layer})"/>.</param>
    /// <param name="pixels">As for <see cref="Write(Stream, NetworkGraph, NetworkWeights, int?, bool, IReadOnlyList{Layer})"/>.</param>
    /// <param name="trained">As for <see cref="Write(Stream, NetworkGraph, NetworkWeights, int?, bool, IReadOnlyList{Layer})"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is asked for, and the network says of no input how its pixels become values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is less than 1.</exception>
    /// <exception cref="WeightsException">A tensor is missing, not the network's, of another shape or not finite; nothing has been written then.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, NetworkGraph network, NetworkWeights weights, int? batch = null, bool pixels = false, IReadOnlyList<Layer>? trained = null)
    {
        var model = Model(network, weights, batch, pixels, trained);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    private static ModelProto Model(NetworkGraph network, NetworkWeights weights, int? batch, bool pixels, IReadOnlyList<Layer>? trained)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        if (batch < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batch), batch, "The size of the batch is at least 1, or null for one that is given when the model runs.");
        }

        if (pixels && network.Inputs.All(static i => i.Pixels is null))
        {
            throw new ArgumentException("The network does not say how pixels become values: give its [SsnModel] PixelMean and PixelScale.", nameof(pixels));
        }

        weights.CheckForEvaluation(network.Layers, trained: trained);
        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "SsnGen",
            ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
            Graph = new GraphProto { Name = "network" },
            OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
        };
        model.Graph.Input.Add(network.Inputs.Select(i => pixels && i.Pixels is not null
            ? Value(i.Name, TensorProto.Types.DataType.Uint8, batch, [.. i.Shape.Sides, i.Shape.Channels])
            : Value(i.Name, TensorProto.Types.DataType.Float, batch, [i.Shape.Channels, .. i.Shape.Sides])));
        model.Graph.Output.Add(network.Outputs.Select(o => o.Layer.Output is { SlabSize: 1 } vector
            ? Value(o.Name, TensorProto.Types.DataType.Float, batch, vector.Channels)
            : Value(o.Name, TensorProto.Types.DataType.Float, batch, [o.Layer.Output.Channels, .. o.Layer.Output.Sides])));
        new NetworkNodes(new GraphBuilder(model.Graph, network.Inputs.Select(static i => i.Name).Concat(network.Outputs.Select(static o => o.Name))), weights, pixels).Write(network);
        foreach (var (key, value) in weights.Metadata)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model;
    }

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, int? batch, params ReadOnlySpan<int> sizes)
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
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } },
        };
    }
}

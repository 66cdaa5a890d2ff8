using CsCheck;
using Google.Protobuf;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Onnx;
using SsnGen.Onnx.Format;
using SsnGen.Testing;
using SsnGen.Tool.Onnx.Operators;
using SsnGen.Tool.Tests.Harness;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Damaged models, and graphs that nobody would write: what is wrong is said, soon and with little memory, and nothing else ever happens.</summary>
public sealed class FuzzingTests
{
    private const long MostMemory = 3_000_000_000;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SSNGEN_FUZZ"), out var rounds) ? rounds : 3000;

    [Fact]
    public void Damaged_bytes_are_refused_or_read()
    {
        byte[][] models = [.. OtherToolsTests.Models, .. Enumerable.Range(0, 8).Select(Exported)];
        Gen.Select(Gen.Int[0, models.Length - 1], Gen.Int).Sample(
            (model, seed) => IsReadOrRefused(Damaged(models[model], new Random(seed))),
            iter: Rounds,
            threads: 1);
    }

    [Fact]
    public void Random_graphs_are_refused_or_read() => Gen.Int.Sample(static seed => IsReadOrRefused(new RandomGraph(seed).Next()), iter: Rounds, threads: 1);

    [Fact]
    public void Random_graphs_that_are_read_compute_what_ONNX_Runtime_does()
    {
        var compared = 0;
        Gen.Int.Sample(
            seed =>
            {
                var model = new RandomGraph(seed).NextThat(static bytes => Imported(bytes) is { Scaffold.Network.Layers.Count: < 40 });
                if (model is null)
                {
                    return;
                }

                var imported = ImportedModel.Of(model);
                var inputs = imported.Samples(2, seed);
                if (ByOnnxRuntime(imported, inputs) is { } expected && expected.All(static o => o.All(float.IsFinite)))
                {
                    Interlocked.Increment(ref compared);
                    var actual = imported.ByReference(inputs);
                    for (var i = 0; i < expected.Length; i++)
                    {
                        // Random numbers without a scale: what float32 cancels is no difference.
                        FloatAssert.MaxDifference<float, double>(expected[i], actual[i], 2e-3 * Math.Max(1, expected[i].Max(Math.Abs)), Words(model) + imported.Text);
                    }
                }
            },
            iter: Rounds / 20,
            threads: 1);
        Assert.True(compared > Rounds / 200, $"Of {Rounds / 20} graphs {compared} could be compared.");
    }

    private static string Words(byte[] model)
    {
        var graph = ModelProto.Parser.ParseFrom(model).Graph;
        return string.Join('\n', graph.Input.Select(static i => i.ToString()).Concat(graph.Node.Select(static n => n.ToString())).Concat(graph.Initializer.Select(static t => t.ToString()))) + '\n';
    }

    // What ONNX Runtime refuses there is nothing to compare with; inputs that lead to no output the network does not have.
    private static float[][]? ByOnnxRuntime(ImportedModel imported, float[][] inputs)
    {
        if (ModelProto.Parser.ParseFrom(imported.Model).Graph.Input.Count != inputs.Length)
        {
            return null;
        }

        try
        {
            return imported.ByOnnxRuntime(inputs, 2);
        }
        catch (Microsoft.ML.OnnxRuntime.OnnxRuntimeException)
        {
            return null;
        }
    }

    private static ImportedModel? Imported(byte[] model)
    {
        try
        {
            return ImportedModel.Of(model);
        }
        catch (ToolException)
        {
            return null;
        }
    }

    private static byte[] Exported(int seed)
    {
        var network = new RandomNetworks(seed).Next();
        using var stream = new MemoryStream();
        OnnxExport.Write(stream, network, NetworkWeights.Random(network.Layers, seed));
        return stream.ToArray();
    }

    private static void IsReadOrRefused(byte[] model)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var imported = ImportedModel.Of(model);
            _ = imported.Text;
            imported.Weights().CheckForEvaluation(imported.Scaffold.Network.Layers);
        }
        catch (Exception refusal) when (refusal is ToolException or WeightsException)
        {
            Assert.InRange(refusal.Message.Length, 10, 50_000);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
    }

    // Bits turned, parts cut out, repeated or overwritten, and the end cut off.
    private static byte[] Damaged(byte[] model, Random random)
    {
        var bytes = model.ToList();
        for (var i = random.Next(1, 6); i > 0 && bytes.Count > 1; i--)
        {
            var at = random.Next(bytes.Count);
            var length = random.Next(1, Math.Min(20, bytes.Count - at) + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A model of known operators that read whatever there is, with attributes and constants of any kind.</summary>
    private sealed class RandomGraph(int seed)
    {
        private static readonly string[] _attributes =
        [
            "axis", "axes", "kernel_shape", "strides", "pads", "dilations", "group", "auto_pad", "ceil_mode", "count_include_pad", "alpha", "beta", "epsilon", "momentum", "transB", "transA", "perm", "mode", "to",
            "keepdims", "blocksize", "num_groups", "split", "scales", "min", "max", "value", "value_float", "value_ints", "coordinate_transformation_mode", "nearest_mode", "output_padding", "output_shape",
            "allowzero", "start", "end", "starts", "ends", "num_outputs", "noop_with_empty_axes", "approximate", "shape", "spatial", "storage_order",
        ];

        private static readonly HashSet<string> _lists = ["axes", "kernel_shape", "strides", "pads", "dilations", "perm", "split", "output_padding", "output_shape", "starts", "ends", "value_ints"];

        private static readonly HashSet<string> _floats = ["alpha", "beta", "epsilon", "momentum", "min", "max", "value_float"];

        private static readonly Dictionary<string, string[]> _attributesOf = new()
        {
            ["Conv"] = ["kernel_shape", "strides", "pads", "group", "auto_pad"],
            ["ConvTranspose"] = ["strides", "pads", "output_padding", "auto_pad"],
            ["MaxPool"] = ["kernel_shape", "strides", "pads", "ceil_mode"],
            ["AveragePool"] = ["kernel_shape", "strides", "pads", "ceil_mode", "count_include_pad"],
            ["Gemm"] = ["transB", "alpha", "beta"],
            ["Concat"] = ["axis"],
            ["Softmax"] = ["axis"],
            ["Flatten"] = ["axis"],
            ["Split"] = ["axis"],
            ["Gather"] = ["axis"],
            ["ReduceMean"] = ["axes", "keepdims"],
            ["Transpose"] = ["perm"],
            ["DepthToSpace"] = ["blocksize", "mode"],
            ["Constant"] = ["value"],
            ["Resize"] = ["mode", "coordinate_transformation_mode", "nearest_mode"],
            ["GroupNormalization"] = ["num_groups"],
            ["LayerNormalization"] = ["axis"],
            ["Squeeze"] = ["axes"],
            ["Unsqueeze"] = ["axes"],
        };

        private static readonly string[] _texts = ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", "linear", "nearest", "constant", "DCR", "CRD", "asymmetric", "align_corners", "floor", "tanh", "", "?"];

        private readonly Random _random = new(seed);
        private readonly List<string> _names = [];
        private readonly List<string> _constants = [];

        public byte[] Next()
        {
            var model = Begin(_random.Next(1, 3), Pick(1, 2, 4, 6, 100_000), constants: 8);
            for (var i = _random.Next(1, 20); i > 0; i--)
            {
                model.Graph.Node.Add(Node(i));
                _names.AddRange(model.Graph.Node[^1].Output);
            }

            Return(model, _random.Next(1, 3));
            return model.ToByteArray();
        }

        /// <summary>A graph of nodes each of which leaves it one that can be imported; null where none is found.</summary>
        public byte[]? NextThat(Func<byte[], bool> isGood)
        {
            var model = Begin(1, 4, constants: 12);
            byte[]? good = null;
            for (var i = 0; i < 120; i++)
            {
                var node = Node(i);
                model.Graph.Node.Add(node);
                _names.AddRange(node.Output);
                Return(model, 1);
                if (isGood(model.ToByteArray()))
                {
                    good = model.ToByteArray();
                }
                else if (node.OpType is not ("Constant" or "Shape" or "Pad" or "Exp" or "Erf"))
                {
                    model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1);
                    _names.RemoveRange(_names.Count - node.Output.Count, node.Output.Count);
                }
            }

            if (good is null)
            {
                return null;
            }

            // ONNX Runtime warns of what nothing reads.
            var read = ModelProto.Parser.ParseFrom(good);
            foreach (var unread in read.Graph.Initializer.Where(t => !read.Graph.Node.Any(n => n.Input.Contains(t.Name))).ToArray())
            {
                read.Graph.Initializer.Remove(unread);
            }

            return read.ToByteArray();
        }

        private ModelProto Begin(int inputs, int side, int constants)
        {
            var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "random" }, OpsetImport = { new OperatorSetIdProto { Version = Pick(9, 11, 13, 17, 18, 21) } } };
            for (var i = inputs; i > 0; i--)
            {
                var info = new ValueInfoProto { Name = $"x{i}", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float, Shape = new TensorShapeProto() } } };
                info.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
                info.Type.TensorType.Shape.Dim.Add(Enumerable.Range(0, Pick(1, 2, 3, 3, 3, 4)).Select(_ => new TensorShapeProto.Types.Dimension { DimValue = Pick(4, 4, side) }));
                model.Graph.Input.Add(info);
                _names.Add(info.Name);
            }

            for (var i = _random.Next(constants / 2, constants + 1); i > 0; i--)
            {
                var tensor = Tensor();
                tensor.Name = $"c{i}";
                model.Graph.Initializer.Add(tensor);
                _constants.Add(tensor.Name);
            }

            return model;
        }

        private NodeProto Node(int number)
        {
            var node = new NodeProto { OpType = Pick([.. OperatorReader.Known.Keys]), Name = _random.Next(3) == 0 ? "" : $"node{number}" };
            node.Input.Add(Enumerable.Range(0, _random.Next(10) == 0 ? _random.Next(0, 6) : _random.Next(1, Math.Clamp(OperatorReader.Known[node.OpType].MostInputs, 1, 5) + 1)).Select(j =>
                _random.Next(20) == 0 ? "" : j == 0 && _random.Next(2) == 0 ? _names[^1] : j > 0 && _constants.Count > 0 && _random.Next(3) > 0 ? Pick(_constants) : Pick(_names)));
            node.Output.Add(Enumerable.Range(0, _random.Next(12) == 0 ? 2 : 1).Select(j => $"y{number}_{j}"));
            node.Attribute.Add(_attributesOf.TryGetValue(node.OpType, out var usual) && _random.Next(4) > 0
                ? usual.Where(_ => _random.Next(3) > 0).Select(Attribute)
                : Enumerable.Range(0, _random.Next(4) == 0 ? 1 : 0).Select(_ => Attribute(Pick(_attributes))));
            return node;
        }

        private void Return(ModelProto model, int count)
        {
            model.Graph.Output.Clear();
            model.Graph.Output.Add(Enumerable.Range(0, count).Select(i => new ValueInfoProto
            {
                Name = _names[Math.Max(0, _names.Count - 1 - (2 * i))],
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float } },
            }));
        }

        private T Pick<T>(params IReadOnlyList<T> values) => values[_random.Next(values.Count)];

        private long Integer() => Pick<long>(0, 0, 1, 1, 1, 2, 2, 3, 4, 6, -1, -2, 16, 1 << 20, int.MaxValue, long.MaxValue, long.MinValue);

        private float Float() => Pick(0f, 1, -1, 0.5f, 2, 3, 6, 1e-5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue);

        private AttributeProto Attribute(string name)
        {
            var attribute = new AttributeProto { Name = name };
            switch (_random.Next(20) == 0 ? _random.Next(6) : _lists.Contains(name) ? 2 : _floats.Contains(name) ? 0 : name.Contains("mode", StringComparison.Ordinal) && name != "ceil_mode" || name == "auto_pad" ? 1 : name == "value" ? 3 : 4)
            {
                case 0:
                    (attribute.Type, attribute.F) = (AttributeProto.Types.AttributeType.Float, Float());
                    break;
                case 1:
                    (attribute.Type, attribute.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(Pick(_texts)));
                    break;
                case 2:
                    attribute.Type = AttributeProto.Types.AttributeType.Ints;
                    attribute.Ints.Add(Enumerable.Range(0, _random.Next(0, 7)).Select(_ => Integer()));
                    break;
                case 3:
                    (attribute.Type, attribute.T) = (AttributeProto.Types.AttributeType.Tensor, Tensor());
                    break;
                default:
                    (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, Integer());
                    break;
            }

            return attribute;
        }

        private TensorProto Tensor()
        {
            var tensor = new TensorProto { DataType = Pick(TensorProto.Types.DataType.Float, TensorProto.Types.DataType.Float, TensorProto.Types.DataType.Int64) };
            tensor.Dims.Add(Enumerable.Range(0, _random.Next(0, 5)).Select(_ => (long)Pick(1, 1, 2, 3, 4, 4, 4, 6, 0)));
            var count = (int)tensor.Dims.Aggregate(1L, static (a, b) => a * b) + (_random.Next(50) == 0 ? 1 : 0);
            if (tensor.DataType == TensorProto.Types.DataType.Float)
            {
                tensor.FloatData.Add(Enumerable.Range(0, count).Select(_ => _random.Next(100) == 0 ? Float() : _random.NextSingle()));
            }
            else
            {
                tensor.Int64Data.Add(Enumerable.Range(0, count).Select(_ => Integer()));
            }

            return tensor;
        }
    }
}

using SsnGen.Onnx.Format;
using SsnGen.Tool.Drafts;
using SsnGen.Tool.Onnx.Files;
using SsnGen.Tool.Onnx.Functions;
using SsnGen.Tool.Onnx.Moments;
using SsnGen.Tool.Onnx.Operators;

namespace SsnGen.Tool.Onnx;

/// <summary>Reads the nodes of a model one after the other, and makes layers of them. What cannot be read is collected, and reported all at once.</summary>
internal sealed class GraphReading
{
    // More than the generator expands, counted before they are fused.
    private const int MostLayers = 1 << 15;
    private const int MostChannels = 1 << 22;
    private const int MostInputs = 256;
    private const int MostOutputs = 4096;

    private readonly GraphProto _graph;
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Imported> _values = new(StringComparer.Ordinal);
    private readonly List<DraftLayer> _layers = [];
    private readonly Problems _problems;
    private readonly FunctionResolution _resolution;
    private string[] _hints = [];

    private GraphReading(GraphProto graph, Problems problems)
    {
        (_graph, _problems) = (graph, problems);
        Budget = new Budget(graph.Initializer.Sum(static t => ((long)t.RawData.Length / sizeof(float)) + t.FloatData.Count + t.DoubleData.Count + t.Int64Data.Count + t.Int32Data.Count));
        _resolution = new FunctionResolution(this);
    }

    /// <summary>The size of the batch where the model has a fixed one, which its constants may repeat.</summary>
    public long? FixedBatch { get; private set; }

    /// <summary>What reading may cost.</summary>
    public Budget Budget { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="problems">Takes what cannot be read.</param>
    /// <returns>The network, or null where there are problems.</returns>
    public static DraftNetwork? Read(ModelProto model, Problems problems)
    {
        var operatorSet = OperatorSets.Of(model, problems);
        var reading = new GraphReading(model.Graph, problems);
        reading.ReadInitializers();
        var inputs = reading.ReadInputs();
        foreach (var node in model.Graph.Node.TakeWhile(_ => !problems.AreTooMany))
        {
            reading.ReadNode(new OnnxNode(node, operatorSet));
        }

        var outputs = reading.ReadOutputs();
        return problems.Any ? null : new DraftNetwork(inputs, reading._layers, outputs);
    }

    /// <summary>What an input of the node stands for.</summary>
    public Imported Get(OnnxNode node, int input)
    {
        var name = node.Has(input) ? node.Inputs[input] : throw new UnsupportedException($"its input {input + 1} is missing");
        if (_values.TryGetValue(name, out var value))
        {
            return value;
        }

        if (!_initializers.TryGetValue(name, out var tensor))
        {
            throw new UnsupportedException($"it reads '{Problems.Shortened(name)}', which nothing before it computes");
        }

        value = new ImportedConstant(TensorReader.Read(tensor));
        _values.Add(name, value);
        return value;
    }

    /// <summary>A constant that the node reads.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Which input.</param>
    /// <param name="what">What it is for.</param>
    public OnnxTensor Constant(OnnxNode node, int input, string what) => Get(node, input) switch
    {
        ImportedConstant constant => Spent(constant.Tensor),
        ImportedUnknown => throw new UnknownException(),
        _ => throw new UnsupportedException($"its {what} are computed by the network, and have to be constants"),
    };

    // A node may look at all of what it reads, and many may read the same.
    private OnnxTensor Spent(OnnxTensor tensor)
    {
        Budget.Spend(tensor.Length);
        return tensor;
    }

    /// <summary>A constant that the node may read.</summary>
    public OnnxTensor? ConstantOrNull(OnnxNode node, int input, string what) => node.Has(input) ? Constant(node, input, what) : null;

    /// <summary>Floats that the node reads.</summary>
    public float[] Floats(OnnxNode node, int input, string what) => Constant(node, input, what).Floats ?? throw new UnsupportedException($"its {what} are integers");

    /// <summary>Integers that the node reads, or an attribute that older operators have in their place; null where there are none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Which input.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="mayBeBatch">Whether they may be the size of the batch.</param>
    public long[]? Integers(OnnxNode node, int input, string attribute, bool mayBeBatch = false)
    {
        if (!node.Has(input))
        {
            return node.Ints(attribute);
        }

        var integers = Constant(node, input, attribute).Integers ?? throw new UnsupportedException($"its {attribute} are no integers");
        return mayBeBatch ? integers : Array.ConvertAll(integers, OnnxTensor.Number);
    }

    /// <summary>A value that the node reads, in any dimensions.</summary>
    public ImportedValue Value(OnnxNode node, int input) => Value(Get(node, input));

    /// <summary>A value, in any dimensions.</summary>
    public ImportedValue Value(Imported imported) => imported switch
    {
        ImportedValue value => value,
        ImportedFunction function => _resolution.Resolve(function),
        Statistic { IsPooled: true } mean => mean.Pooled(this),
        ImportedPadding => throw new UnsupportedException("it reads padding, which only a convolution or pooling takes in"),
        ImportedUnknown => throw new UnknownException(),
        ImportedConstant => throw new UnsupportedException("it computes with constants alone in a way that is not known"),
        _ => throw new UnsupportedException("it reads a part of a computation that is only known as a whole"),
    };

    /// <summary>A value that the node reads as channels and sides.</summary>
    public ImportedValue Samples(OnnxNode node, int input)
    {
        var value = Value(node, input);
        return value.IsNatural ? value : throw new UnsupportedException(
            $"it reads {value.Words}, which is another order of dimensions than channels and sides, [N, {string.Join(", ", value.Value.Shape.Sides.Prepend(value.Value.Shape.Channels))}]");
    }

    /// <summary>A value that the node reads as channels and at least one side.</summary>
    public ImportedValue Pictures(OnnxNode node, int input) => Samples(node, input) is { IsFlat: false } value && value.Dims.Length == value.Value.Shape.Rank + 1
        ? value
        : throw new UnsupportedException("it reads vectors, and needs sides to move along");

    /// <summary>Says what the node computes.</summary>
    public void Set(OnnxNode node, Imported value, int output = 0)
    {
        Budget.Spend(value is ImportedConstant { Tensor.Length: var length } ? length : 0);
        if (output < node.Outputs.Count && node.Outputs[output].Length > 0 && !_values.TryAdd(node.Outputs[output], value))
        {
            throw new UnsupportedException($"it computes '{Problems.Shortened(node.Outputs[output])}', which is computed before");
        }
    }

    /// <summary>Says that the node computes a layer.</summary>
    public void Set(OnnxNode node, DraftLayer layer, params int[] dims) => Set(node, new ImportedValue(layer, dims));

    /// <summary>Says that the node computes a layer, with the dimensions behind its channels of what it reads.</summary>
    public void SetLike(OnnxNode node, DraftLayer layer, ImportedValue like) => Set(node, like.WithChannels(layer));

    /// <summary>A layer as a value of channels and sides.</summary>
    public static ImportedValue Natural(DraftValue value, bool isFlat) => isFlat && value.Shape.SlabSize == 1 ? new(value, value.Shape.Channels) : new(value, [value.Shape.Channels, .. value.Shape.Sides]);

    /// <summary>Adds a layer that produces something.</summary>
    /// <param name="producer">The producer.</param>
    /// <param name="sources">What it reads.</param>
    public DraftLayer Add(Producer producer, params IReadOnlyList<DraftValue> sources)
    {
        var misfits = new List<Misfit>();
        var input = sources[0].Shape with { Channels = checked(sources.Sum(static s => s.Shape.Channels)) };
        var output = producer.Infer(input, misfits);
        if (misfits.Count > 0)
        {
            throw new UnsupportedException(misfits[0].ToString()!);
        }

        if (_layers.Count == MostLayers || output.Channels is < 1 or > MostChannels || (long)output.Channels * output.Sides.Aggregate(1L, static (product, side) => product * side) > int.MaxValue)
        {
            throw new UnsupportedException("the network would be larger than any that is compiled");
        }

        var layer = new DraftLayer { Sources = sources, Producer = producer, Output = output };
        layer.Hints.AddRange(_hints);
        Budget.Spend(output.Channels + sources.Count);
        _layers.Add(layer);
        return layer;
    }

    /// <summary>The sum, difference or product of two values, as a layer.</summary>
    public ImportedValue Join(BinaryOperation operation, ImportedValue left, ImportedValue right) => _resolution.Join(operation, left, right);

    /// <summary>Adds a layer behind another.</summary>
    public DraftLayer AddBehind(DraftValue value) => Add(new Producer.Identity(), value);

    // PyTorch: /layer1/conv1/Conv and what it computes, /layer1/conv1/Conv_output_0.
    private static string WithoutType(string name, string type)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        return last == type || last.StartsWith(type + "_", StringComparison.Ordinal) ? name[..^last.Length] : name;
    }

    private void ReadInitializers()
    {
        foreach (var tensor in _graph.Initializer)
        {
            if (!_initializers.TryAdd(tensor.Name, tensor))
            {
                _problems.Add($"the weights '{Problems.Shortened(tensor.Name)}' are there twice");
            }
        }
    }

    private List<DraftInput> ReadInputs()
    {
        var inputs = new List<DraftInput>();
        if (_graph.Input.Count(i => !_initializers.ContainsKey(i.Name)) > MostInputs || _graph.Output.Count > MostOutputs)
        {
            _problems.Add($"it has more than {MostInputs} inputs or {MostOutputs} outputs");
            return inputs;
        }

        foreach (var info in _graph.Input.Where(i => !_initializers.ContainsKey(i.Name)))
        {
            try
            {
                var (shape, isFlat, batch) = InputShape.Of(info);
                if (inputs.Count > 0 && batch != FixedBatch)
                {
                    throw new UnsupportedException($"its batch is {Words(batch)}, and that of '{Problems.Shortened(inputs[0].Name)}' {Words(FixedBatch)}: export the model with one that all inputs have");
                }

                FixedBatch = batch;
                var input = new DraftInput(info.Name, shape);
                inputs.Add(input);
                if (!_values.TryAdd(info.Name, Natural(input, isFlat)))
                {
                    throw new UnsupportedException("it is there twice");
                }
            }
            catch (UnsupportedException reason)
            {
                _problems.Add($"input '{Problems.Shortened(info.Name)}': {reason.Message}");
                _values.TryAdd(info.Name, new ImportedUnknown());
            }
        }

        if (inputs.Count == 0 && !_problems.Any)
        {
            _problems.Add("it has no input");
        }

        return inputs;
    }

    private static string Words(long? batch) => batch is { } size ? FormattableString.Invariant($"{size}") : "free";

    private void ReadNode(OnnxNode node)
    {
        try
        {
            _hints = [.. node.Outputs.Take(1).Prepend(node.Name).Select(n => WithoutType(n, node.Type))];
            var reader = OperatorReader.Of(node);
            if (node.Inputs.Skip(reader.MostInputs).Any(static i => i.Length > 0))
            {
                throw new UnsupportedException($"it has {node.Inputs.Count} inputs, and no more than {reader.MostInputs} are known");
            }

            if (node.Repeated is { } repeated)
            {
                throw new UnsupportedException($"its attribute {Problems.Shortened(repeated)} is there twice");
            }

            reader.Read(node, this);
            if (node.Unasked.FirstOrDefault() is { } attribute)
            {
                throw new UnsupportedException($"its attribute {Problems.Shortened(attribute)} is not known");
            }
        }
        catch (Exception reason) when (reason is UnsupportedException or UnknownException or OverflowException)
        {
            if (reason is not UnknownException)
            {
                _problems.Add($"node {Problems.Shortened(node.ToString())}: {(reason is OverflowException ? "its numbers are beyond any network" : reason.Message)}");
            }

            foreach (var output in node.Outputs.Where(static o => o.Length > 0))
            {
                _values[output] = new ImportedUnknown();
            }
        }
        finally
        {
            _hints = [];
        }
    }

    private List<DraftOutput> ReadOutputs()
    {
        var outputs = new List<DraftOutput>();
        foreach (var info in _graph.Output.Take(MostOutputs))
        {
            try
            {
                var value = Value(_values.TryGetValue(info.Name, out var known) ? known : throw new UnsupportedException("no node computes it")).Value;
                outputs.Add(value is not DraftLayer layer ? throw new UnsupportedException("it is an input, which a network does not return")
                    : outputs.FirstOrDefault(o => o.Layer == layer) is { } same ? throw new UnsupportedException($"it is the same as '{Problems.Shortened(same.Name)}': remove one from the outputs of the model")
                    : new DraftOutput(info.Name, layer));
            }
            catch (UnknownException)
            {
                // Reported where it became unknown.
            }
            catch (UnsupportedException reason)
            {
                _problems.Add($"output '{Problems.Shortened(info.Name)}': {reason.Message}");
            }
        }

        if (outputs.Count == 0 && !_problems.Any)
        {
            _problems.Add("it has no output");
        }

        return outputs;
    }
}

/// <summary>What a node reads is not known, which was reported where that began.</summary>
internal sealed class UnknownException : Exception;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>How the nodes of one operator are read.</summary>
internal abstract class OperatorReader
{
    private static readonly Dictionary<string, OperatorReader> _all = new(StringComparer.Ordinal)
    {
        ["Conv"] = new ConvReader(),
        ["ConvTranspose"] = new ConvTransposeReader(),
        ["Gemm"] = new GemmReader(),
        ["MatMul"] = new MatMulReader(),
        ["MaxPool"] = new MaxPoolReader(),
        ["AveragePool"] = new AveragePoolReader(),
        ["GlobalAveragePool"] = new GlobalAveragePoolReader(),
        ["GlobalMaxPool"] = new GlobalMaxPoolReader(),
        ["ReduceMean"] = new ReduceMeanReader(),
        ["Resize"] = new ResizeReader(),
        ["Upsample"] = new ResizeReader(),
        ["Concat"] = new ConcatReader(),
        ["BatchNormalization"] = new BatchNormalizationReader(),
        ["InstanceNormalization"] = new InstanceNormalizationReader(),
        ["GroupNormalization"] = new GroupNormalizationReader(),
        ["LayerNormalization"] = new LayerNormalizationReader(),
        ["PRelu"] = new PReluReader(),
        ["Softmax"] = new SoftmaxReader(),
        ["DepthToSpace"] = new DepthToSpaceReader(),
        ["Transpose"] = new TransposeReader(),
        ["Reshape"] = new ReshapeReader(),
        ["Flatten"] = new FlattenReader(),
        ["Squeeze"] = new SqueezeReader(),
        ["Unsqueeze"] = new UnsqueezeReader(),
        ["Slice"] = new SliceReader(),
        ["Split"] = new SplitReader(),
        ["Gather"] = new GatherReader(),
        ["Pad"] = new PadReader(),
        ["Constant"] = new ConstantReader(),
        ["ConstantOfShape"] = new ConstantOfShapeReader(),
        ["Shape"] = new ShapeReader(),
        ["Cast"] = new CastReader(),
        ["Identity"] = new IdentityReader(),
        ["Dropout"] = new DropoutReader(),
    };

    static OperatorReader()
    {
        foreach (var (type, reader) in UnaryReader.All.Concat(BinaryReader.All))
        {
            _all.Add(type, reader);
        }
    }

    /// <summary>The operators that are known.</summary>
    public static IReadOnlyDictionary<string, OperatorReader> Known => _all;

    /// <summary>That of a node.</summary>
    /// <exception cref="UnsupportedException">Its operator is not known.</exception>
    public static OperatorReader Of(OnnxNode node) =>
        node.Domain.Length == 0 && _all.TryGetValue(node.Type, out var reader) ? reader
            : throw new UnsupportedException(node.Domain.Length == 0 ? "no layer does what this operator does" : $"operators of {Problems.Shortened(node.Domain)} are not known: export the model in those of ONNX itself");

    /// <summary>How many inputs its nodes have at most.</summary>
    public virtual int MostInputs => 1;

    /// <summary>Reads a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="graph">Knows what it reads, and takes what it computes.</param>
    /// <exception cref="UnsupportedException">No layer computes it.</exception>
    public abstract void Read(OnnxNode node, GraphReading graph);

    /// <summary>Refuses a node of sets before 7 that does what it does in training, unless it says otherwise.</summary>
    protected static void RequireEvaluation(OnnxNode node)
    {
        node.Ignore("consumed_inputs");
        if (node.Int("is_test", node.OperatorSet < OfNumPy ? 0 : 1) == 0)
        {
            throw new UnsupportedException("it is written for training: export the model in evaluation mode");
        }
    }

    /// <summary>The first set whose operators stretch constants as NumPy does.</summary>
    protected const int OfNumPy = 7;

    /// <summary>An axis counted from the first dimension.</summary>
    /// <param name="axis">The axis, from the last one on where it is negative.</param>
    /// <param name="rank">How many dimensions there are, that of the batch too.</param>
    protected static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new UnsupportedException($"its axis {axis} is none of {rank} dimensions");

    /// <summary>Axes counted from the first dimension, none of which is there twice.</summary>
    /// <param name="axes">The axes, from the last one on where they are negative.</param>
    /// <param name="rank">How many dimensions there are, that of the batch too.</param>
    protected static int[] DistinctAxes(long[] axes, int rank)
    {
        var all = Array.ConvertAll(axes, a => Axis(a, rank));
        return all.Distinct().Count() == all.Length ? all : throw new UnsupportedException($"its axes are [{string.Join(", ", axes)}], of which one is there twice");
    }
}

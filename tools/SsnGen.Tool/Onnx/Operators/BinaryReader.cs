using SsnGen.Tool.Drafts;
using SsnGen.Tool.Onnx.Functions;
using SsnGen.Tool.Onnx.Moments;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads operations of two values, or of a value and a constant.</summary>
/// <param name="operation">The operation.</param>
/// <param name="takesMany">Whether it may be of any number of values.</param>
internal sealed class BinaryReader(BinaryOperation operation, bool takesMany = false) : OperatorReader
{
    public override int MostInputs => takesMany ? int.MaxValue : 2;

    /// <summary>One of each operator.</summary>
    public static IReadOnlyDictionary<string, OperatorReader> All { get; } = new Dictionary<string, OperatorReader>(StringComparer.Ordinal)
    {
        ["Add"] = new BinaryReader(BinaryOperation.Add),
        ["Sum"] = new BinaryReader(BinaryOperation.Add, takesMany: true),
        ["Sub"] = new BinaryReader(BinaryOperation.Subtract),
        ["Mul"] = new BinaryReader(BinaryOperation.Multiply),
        ["Div"] = new BinaryReader(BinaryOperation.Divide),
        ["Pow"] = new BinaryReader(BinaryOperation.Power),
        ["Min"] = new BinaryReader(BinaryOperation.Minimum, takesMany: true),
        ["Max"] = new BinaryReader(BinaryOperation.Maximum, takesMany: true),
    };

    public override void Read(OnnxNode node, GraphReading graph)
    {
        if (node.OperatorSet < OfNumPy)
        {
            // The last dimensions are meant, unless an axis says otherwise.
            node.Ignore("broadcast", "consumed_inputs");
        }

        var result = graph.Get(node, 0);
        for (var i = 1; i < (takesMany ? node.Inputs.Count : MostInputs); i++)
        {
            result = Join(graph, result, graph.Get(node, i));
        }

        graph.Set(node, result);
    }

    private Imported Join(GraphReading graph, Imported left, Imported right)
    {
        if (MomentReading.Join(graph, operation, left, right) is { } moment)
        {
            return moment;
        }

        switch (left, right)
        {
            case (ImportedUnknown, _) or (_, ImportedUnknown):
                throw new UnknownException();
            case (ImportedConstant a, ImportedConstant b):
                return new ImportedConstant(Broadcast.Of(graph, operation, a.Tensor, b.Tensor));
            case (_, ImportedConstant { Tensor: var constant }):
                return WithConstant(graph, left, constant, isLeft: false);
            case (ImportedConstant { Tensor: var constant }, _):
                return WithConstant(graph, right, constant, isLeft: true);
        }

        var (x, y) = (Pointwise.Parts(graph, left), Pointwise.Parts(graph, right));

        // Of one value it may be part of an activation; of two it is a layer.
        return x.Of.IsSame(y.Of) && x.Term.Parts.Count + y.Term.Parts.Count <= Pointwise.MostParts
            ? new ImportedFunction(x.Of, new Term.Binary(operation, x.Term, y.Term))
            : graph.Join(operation, graph.Value(left), graph.Value(right));
    }

    private Imported WithConstant(GraphReading graph, Imported value, OnnxTensor constant, bool isLeft)
    {
        // A number with dimensions is that of a channel, where there is but one.
        if (constant.IsScalar && Pointwise.Parts(graph, value) is var (of, term) && constant.Dims.Length <= of.Dims.Length + 1 && (constant.Dims.Length < 2 || of.Value.Shape.Channels > 1))
        {
            var number = new Term.Constant(constant.At(0));
            return new ImportedFunction(of, isLeft ? new Term.Binary(operation, number, term) : new Term.Binary(operation, term, number));
        }

        var x = graph.Value(value);
        var channels = Broadcast.PerChannel(graph, constant, x);
        var ones = new double[channels.Length];
        Array.Fill(ones, 1);
        var (scale, shift) = operation.Name switch
        {
            "Add" => (ones, channels),
            "Mul" => (channels, new double[channels.Length]),
            "Sub" when isLeft => (Array.ConvertAll(ones, static o => -o), channels),
            "Sub" => (ones, Array.ConvertAll(channels, static c => -c)),
            "Div" when !isLeft => (Array.ConvertAll(channels, static c => 1 / c), new double[channels.Length]),
            _ => throw new UnsupportedException("it is of a constant for each channel: only sums, differences, products and quotients are taken"),
        };
        var layer = graph.AddBehind(x.Value);
        layer.Scale = new DraftScale(scale, shift);
        return new ImportedValue(layer, x.Dims);
    }
}

using SsnGen.Tool.Onnx.Functions;
using SsnGen.Tool.Onnx.Moments;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads functions of single values, which become activations together with those around them.</summary>
/// <param name="function">The function, of the node's attributes and constants.</param>
/// <param name="mostInputs">How many inputs it has at most: bounds stand behind the value.</param>
internal sealed class UnaryReader(Func<OnnxNode, GraphReading, Func<double, double>> function, int mostInputs) : OperatorReader
{
    public override int MostInputs => mostInputs;

    /// <summary>One of each operator.</summary>
    public static IReadOnlyDictionary<string, OperatorReader> All { get; } = new Dictionary<string, Func<OnnxNode, GraphReading, Func<double, double>>>(StringComparer.Ordinal)
    {
        ["Relu"] = static (_, _) => static x => Math.Max(x, 0),
        ["LeakyRelu"] = static (node, _) => Of(node.Float("alpha", 0.01f), static (x, alpha) => x >= 0 ? x : alpha * x),
        ["Elu"] = static (node, _) => Of(node.Float("alpha", 1), static (x, alpha) => x >= 0 ? x : alpha * (Math.Exp(x) - 1)),
        ["HardSigmoid"] = static (node, _) => HardSigmoid(node.Float("alpha", 0.2f), node.Float("beta", 0.5f)),
        ["HardSwish"] = static (_, _) => static x => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        ["Clip"] = Clip,
        ["Sigmoid"] = static (_, _) => static x => 1 / (1 + Math.Exp(-x)),
        ["Tanh"] = static (_, _) => Math.Tanh,
        ["Softplus"] = static (_, _) => static x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        ["Mish"] = static (_, _) => static x => x * Math.Tanh(Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
        ["Gelu"] = static (node, _) => node.Text("approximate", "none") switch
        {
            "none" => new Activation.Gelu().Evaluate,
            "tanh" => new Activation.GeluTanh().Evaluate,
            var other => throw new UnsupportedException($"its approximate is {Problems.Shortened(other)}, and none and tanh are known"),
        },
        ["Erf"] = static (_, _) => static x => (new Activation.Gelu().Evaluate(x * Math.Sqrt(2)) / (x == 0 ? 1 : x * Math.Sqrt(2)) * 2) - (x == 0 ? 0 : 1),
        ["Exp"] = static (_, _) => Math.Exp,
        ["Log"] = static (_, _) => Math.Log,
        ["Neg"] = static (_, _) => static x => -x,
        ["Abs"] = static (_, _) => Math.Abs,
        ["Sqrt"] = static (_, _) => Math.Sqrt,
        ["Reciprocal"] = static (_, _) => static x => 1 / x,
        ["Floor"] = static (_, _) => Math.Floor,
        ["Ceil"] = static (_, _) => Math.Ceiling,
    }.ToDictionary(static p => p.Key, static p => (OperatorReader)new UnaryReader(p.Value, p.Key == "Clip" ? 3 : 1), StringComparer.Ordinal);

    public override void Read(OnnxNode node, GraphReading graph)
    {
        // Behind a version of Relu and others that had it.
        node.Ignore("consumed_inputs");
        var f = function(node, graph);
        switch (graph.Get(node, 0))
        {
            case ImportedConstant { Tensor: var tensor }:
                graph.Set(node, new ImportedConstant(tensor.Floats is { } floats
                    ? OnnxTensor.Of(Array.ConvertAll(floats, v => (float)f(v)), tensor.Dims)
                    : OnnxTensor.Of(Array.ConvertAll(tensor.Integers!, v => (long)f(OnnxTensor.Number(v))), tensor.Dims)));
                break;
            case var x when node.Type == "Sqrt" && MomentReading.Root(x) is { } deviation:
                graph.Set(node, deviation);
                break;
            case var x:
                graph.Set(node, Functions.Pointwise.Of(graph, x, term => new Term.Unary(node.Type, f, term)));
                break;
        }
    }

    private static Func<double, double> Of(double alpha, Func<double, double, double> function) => x => function(x, alpha);

    private static Func<double, double> HardSigmoid(double alpha, double beta) => x => Math.Clamp((alpha * x) + beta, 0, 1);

    private static Func<double, double> Clip(OnnxNode node, GraphReading graph)
    {
        var (minimum, maximum) = node.OperatorSet < 11
            ? (node.Float("min", float.MinValue), node.Float("max", float.MaxValue))
            : (Bound(1, double.NegativeInfinity), Bound(2, double.PositiveInfinity));
        return minimum <= maximum ? x => Math.Min(Math.Max(x, minimum), maximum) : throw new UnsupportedException($"its bounds are {minimum} and {maximum}");

        double Bound(int input, double otherwise) => graph.ConstantOrNull(node, input, "bounds") is { } bound ? bound.IsScalar ? bound.At(0) : throw new UnsupportedException("its bounds are no numbers") : otherwise;
    }
}

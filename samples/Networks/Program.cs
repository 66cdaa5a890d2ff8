using System.Globalization;
using Networks;
using Samples.Showing;
using SsnGen.Networks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length > 1 || (args.Length == 1 && !Catalog.All.Any(n => n.Name == args[0])))
{
    Console.Error.WriteLine("Networks [NAME]: all networks, or one, with its summary, of " + string.Join(", ", Catalog.All.Select(static n => n.Name)) + ".");
    return 2;
}

if (args.Length == 1)
{
    Console.WriteLine(Catalog.All.First(n => n.Name == args[0]).Summary + "\n");
}

// Random weights: they take as long as trained ones, and show as well whether both compute the same.
Console.WriteLine($"{"network",-14} {"layers",6} {"parameters",10} {"multiply-adds",13} {"memory",9} {"SsnGen",9} {"ONNX Rt.",9} {"ratio",6}  largest difference");
var worst = 0.0;
var ratios = new List<double>();
foreach (var network in Catalog.All.Where(n => args.Length == 0 || n.Name == args[0]))
{
    var (summary, graph) = (network.Summary, network.Summary.Graph);
    var weights = NetworkWeights.Random(graph.Layers, seed: 1);
    var random = new Random(2);
    var input = Enumerable.Range(0, graph.Inputs[0].Shape.Length).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
    float[][] outputs = [.. graph.Outputs.Select(static o => new float[o.Layer.Output.Length])];
    var run = network.Create(weights);
    using var peer = new OnnxPeer(graph, weights, Environment.ProcessorCount);

    run(input, outputs);
    var difference = outputs.Zip(peer.Run(input), Difference).Max();
    worst = Math.Max(worst, difference);

    var (ours, theirs) = Turns.Medians(7, () => run(input, outputs), () => peer.Run(input));
    ratios.Add(ours / theirs);
    Console.WriteLine(
        $"{network.Name,-14} {graph.Layers.Count,6} {summary.Parameters / 1e6,8:F2} M {summary.MultiplyAdds / 1e9,11:F2} G {summary.Memory!.WorkingBytes / 1e6,6:F1} MB {ours,6:F1} ms {theirs,6:F1} ms {ours / theirs,6:F2}  {difference:E1}");
}

Console.WriteLine();
Console.WriteLine($"{ratios.Count} networks against ONNX Runtime on {Environment.ProcessorCount} threads: largest difference {worst:E1}, time {Math.Exp(ratios.Average(Math.Log)):F2} of its own (geometric mean)");
return worst < 1e-3 ? 0 : 1;

// Relative to the largest value, as the outputs of networks with random weights have any size.
static double Difference(float[] actual, float[] expected)
{
    var largest = Math.Max(1e-30, expected.Max(Math.Abs));
    return actual.Zip(expected, (a, e) => float.IsFinite(a) ? Math.Abs(a - e) / largest : double.PositiveInfinity).Max();
}

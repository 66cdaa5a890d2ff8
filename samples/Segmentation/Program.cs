using Samples.CommandLine;
using Samples.Showing;
using Segmentation;
using Segmentation.Data;
using SsnGen;
using SsnGen.Networks;
using SsnGen.Threading;

const string Usage =
    """
    usage: Segmentation [--weights FILE] [--out FOLDER]
      --weights  weights of the training whose selection the program was compiled with; default: those beside the program
      --out      where the pictures are written; default: artifacts/Segmentation
    """;

return SampleProgram.Run(args, Usage, Show);

int Show()
{
    const int Scenes = 200;
    var options = OptionValues.Read(args, "--weights", "--out");
    var weightsFile = options.Text("--weights") ?? Path.Combine(AppContext.BaseDirectory, "scenes.safetensors");
    var network = ScenesNet.Load(weightsFile);
    var weights = NetworkWeights.Load(weightsFile);
    Report.PrintSelections(ScenesNet.Layers);

    Console.WriteLine();
    Console.WriteLine($"{"scenes",-10} {"network",-26} {"mIoU",8} {"pixel accuracy",15} {"difference",11}");
    var own = ScenesNet.Graph.Inputs[0].Shape;
    var (quality, difference) = Compare(network, weights, RenderedScenes.Create(Scenes, own.Height, own.Width, seed: 2));
    var others = new List<string>();
    foreach (var (height, width) in new[] { (48, 80), (96, 128) })
    {
        var (other, otherDifference) = Compare(network, weights, RenderedScenes.Create(Scenes / 2, height, width, seed: 3));
        difference = Math.Max(difference, otherDifference);
        others.Add($"{other.MeanIntersectionOverUnion:F3} at {height}x{width}");
    }

    var folder = options.Text("--out") ?? Picture.Folder("Segmentation");
    foreach (var (height, width) in new[] { (own.Height, own.Width), (96, 128) })
    {
        var file = Path.Combine(folder, $"scenes-{height}x{width}.png");
        ScenePictures.Draw(network, RenderedScenes.Create(6, height, width, seed: 4)).Save(file);
        Console.WriteLine($"wrote {file}: scene, truth, prediction");
    }

    Console.WriteLine();
    Console.WriteLine(
        $"segmentation: mIoU {quality.MeanIntersectionOverUnion:F3} ({string.Join(", ", others)}), pixel accuracy {quality.PixelAccuracy:F3}, max difference {difference:E1}, "
        + $"{Report.Selections(ScenesNet.Layers)}, {Report.Times(threads => Time(network, weights, threads))}");
    return 0;
}

// The collapsed network against the same weights un-collapsed, layer by layer in double precision, as they were trained; and against
// ONNX Runtime. Differences are relative to the largest score.
static (Confusion Quality, double Difference) Compare(ScenesNet network, NetworkWeights weights, SceneSet scenes)
{
    const int Few = 6;
    var graph = ScenesNet.GraphOf(scenes.Height, scenes.Width);
    var length = graph.Outputs[0].Layer.Output.Length;
    var scores = new float[scenes.Count * length];
    network.Run(scenes.Pixels, scenes.Height, scenes.Width, scores);

    var values = new float[scenes.Pixels.Length];
    graph.Inputs[0].Pixels!.Convert(scenes.Pixels, graph.Inputs[0].Shape, values);
    var trained = ReferenceEvaluation.Run(graph, weights, values.AsSpan(0, Few * graph.Inputs[0].Shape.Length));
    using var peer = new OnnxPeer(graph, weights, threads: 1, ScenesNet.TrainingGraph.Layers);
    float[] exported = [.. values.Chunk(graph.Inputs[0].Shape.Length).SelectMany(sample => peer.Run(sample)[0])];

    var largest = scores.Max(Math.Abs);
    var fromTrained = trained.Zip(scores, static (a, b) => Math.Abs(a - b)).Max() / largest;
    var fromExported = exported.Zip(scores, static (a, b) => (double)Math.Abs(a - b)).Max() / largest;
    Print("as trained, in double", Quality(Array.ConvertAll(trained, static v => (float)v), scenes), fromTrained, Few);
    var quality = Quality(scores, scenes);
    Print("collapsed", quality, 0, scenes.Count);
    Print("ONNX Runtime", Quality(exported, scenes), fromExported, scenes.Count);
    return (quality, Math.Max(fromTrained, fromExported));

    void Print(string name, Confusion quality, double difference, int count) => Console.WriteLine(
        $"{scenes.Height + "x" + scenes.Width,-10} {$"{name}, {count} scenes",-36} {quality.MeanIntersectionOverUnion,8:F4} {quality.PixelAccuracy,15:F4} {(difference == 0 ? "" : $"{difference:E1}"),11}");
}

static Confusion Quality(float[] scores, SceneSet scenes)
{
    var quality = new Confusion();
    quality.Add(scores, scenes.Labels.AsSpan(0, scores.Length / SceneSet.Classes), scenes.Area);
    return quality;
}

static (double Own, double Other) Time(ScenesNet network, NetworkWeights weights, int threads)
{
    using var team = new ThreadTeam(threads);
    using var peer = new OnnxPeer(ScenesNet.Graph, weights, threads, ScenesNet.TrainingGraph.Layers);
    var scene = RenderedScenes.Create(1, ScenesNet.Graph.Inputs[0].Shape.Height, ScenesNet.Graph.Inputs[0].Shape.Width, seed: 5);
    var values = new float[ScenesNet.InputLength];
    ScenesNet.Graph.Inputs[0].Pixels!.Convert(scene.Pixels, ScenesNet.Graph.Inputs[0].Shape, values);
    var scores = new float[ScenesNet.OutputLength];
    return Turns.Medians(31, () => network.Run(scene.Pixels, scores, team), () => peer.Run(values));
}

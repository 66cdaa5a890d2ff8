using Samples.CommandLine;
using Samples.Showing;
using SsnGen;
using SsnGen.Networks;
using SsnGen.Threading;
using Video;
using Video.Data;

const string Usage =
    """
    usage: Video [--weights FOLDER] [--out FOLDER]
      --weights  the folder of motion.safetensors and frames.safetensors, of the training whose selections the program was compiled with; default: that of the program
      --out      where the picture is written; default: artifacts/Video
    """;

return SampleProgram.Run(args, Usage, Show);

int Show()
{
    var options = OptionValues.Read(args, "--weights", "--out");
    var folder = options.Text("--weights") ?? AppContext.BaseDirectory;
    var network = MotionNet.Load(Path.Combine(folder, "motion.safetensors"));
    var weights = NetworkWeights.Load(Path.Combine(folder, "motion.safetensors"));
    Report.PrintSelections(MotionNet.Layers);

    var clips = RenderedClips.Create(400, seed: 2);
    var logits = new float[clips.Count * ClipSet.Classes];
    network.Run(clips.Pixels, logits);
    var twin = Twin(FramesNet.Load(Path.Combine(folder, "frames.safetensors")), clips);
    var (trained, exported, difference) = Others(weights, clips, logits);

    Console.WriteLine();
    Console.WriteLine($"{"as trained, in double",-34} accuracy {trained:F4}");
    Console.WriteLine($"{"collapsed",-34} accuracy {clips.Accuracy(logits):F4}");
    Console.WriteLine($"{"ONNX Runtime",-34} accuracy {exported:F4}");
    Console.WriteLine($"{"the twin, which sees frames alone",-34} accuracy {clips.Accuracy(twin):F4}, of pairs {Pairs(clips, twin):F4}");
    var file = Path.Combine(options.Text("--out") ?? Picture.Folder("Video"), "clips.png");
    ClipPictures.Draw(clips, logits).Save(file);
    Console.WriteLine($"wrote {file}: a clip in each row, green where its motion is known");

    Console.WriteLine();
    Console.WriteLine(
        $"video: accuracy {clips.Accuracy(logits):F4} (twin {clips.Accuracy(twin):F4}), max difference {difference:E1}, "
        + $"{Report.Selections(MotionNet.Layers)}, {Report.Times(threads => Time(network, weights, clips, threads))}");
    return 0;
}

// The mean of its logits over the frames of each clip.
static float[] Twin(FramesNet twin, ClipSet clips)
{
    var frames = new float[clips.Count * ClipSet.Frames * ClipSet.Classes];
    twin.Run(clips.Pixels, frames);
    return [.. Enumerable.Range(0, clips.Count * ClipSet.Classes)
        .Select(i => Enumerable.Range(0, ClipSet.Frames).Average(frame => frames[(((i / ClipSet.Classes * ClipSet.Frames) + frame) * ClipSet.Classes) + (i % ClipSet.Classes)]))];
}

// A motion or its counterpart.
static double Pairs(ClipSet clips, float[] logits) =>
    Enumerable.Range(0, clips.Count).Count(i => (int)ClipSet.Best(logits.AsSpan(i * ClipSet.Classes, ClipSet.Classes)) / 2 == (int)clips.Labels[i] / 2) / (double)clips.Count;

// The same weights un-collapsed, layer by layer in double precision, as they were trained; and in ONNX Runtime. The difference is
// relative to the largest logit.
static (double Trained, double Exported, double Difference) Others(NetworkWeights weights, ClipSet clips, float[] logits)
{
    const int Few = 64;
    var values = Values(clips);
    float[] trained = [.. ReferenceEvaluation.Run(MotionNet.Graph, weights, values.AsSpan(0, Few * MotionNet.InputLength)).Select(static v => (float)v)];
    using var peer = new OnnxPeer(MotionNet.Graph, weights, threads: 1);
    float[] exported = [.. values.Chunk(MotionNet.InputLength).SelectMany(clip => peer.Run(clip)[0])];
    var difference = Math.Max(trained.Zip(logits, Difference).Max(), exported.Zip(logits, Difference).Max()) / logits.Max(Math.Abs);
    var first = new ClipSet(clips.Pixels[..(Few * ClipSet.Length)], clips.Labels[..Few]);
    return (first.Accuracy(trained), clips.Accuracy(exported), difference);

    static float Difference(float a, float b) => Math.Abs(a - b);
}

static float[] Values(ClipSet clips)
{
    var values = new float[clips.Pixels.Length];
    MotionNet.Graph.Inputs[0].Pixels!.Convert(clips.Pixels, MotionNet.Graph.Inputs[0].Shape, values);
    return values;
}

static (double Own, double Other) Time(MotionNet network, NetworkWeights weights, ClipSet clips, int threads)
{
    using var team = new ThreadTeam(threads);
    using var peer = new OnnxPeer(MotionNet.Graph, weights, threads);
    var pixels = clips.Pixels[..ClipSet.Length];
    var values = Values(new ClipSet(pixels, clips.Labels[..1]));
    var logits = new float[ClipSet.Classes];
    return Turns.Medians(31, () => network.Run(pixels, logits, team), () => peer.Run(values));
}

using System.Diagnostics;
using Digits;
using Samples.CommandLine;
using Digits.Data;
using SsnGen;
using SsnGen.Networks;

const string Usage =
    """
    usage: Digits [--data FOLDER] [--weights FILE]
      --data     MNIST-style IDX files or optdigits CSV, whose test images are classified; without it, rendered digits
      --weights  weights of the training whose selection the program was compiled with; default: those beside the program
    """;

return SampleProgram.Run(args, Usage, Classify);

int Classify()
{
    var options = OptionValues.Read(args, "--data", "--weights");
    var weightsFile = options.Text("--weights") ?? Path.Combine(AppContext.BaseDirectory, "digits.safetensors");
    var network = DigitsNet.Load(weightsFile);
    network.Run(new float[DigitsNet.InputLength], new float[DigitsNet.OutputLength]);
    var firstResult = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
    var weights = NetworkWeights.Load(weightsFile);
    var digits = DigitData.Load(options.Text("--data")).Test;
    PrintLayers();
    Console.WriteLine($"first result {firstResult:F0} ms after the start of the process");
    var logits = new float[digits.Count * DigitsNet.OutputLength];
    network.Run(digits.Images, logits);
    var accuracy = (double)Enumerable.Range(0, digits.Count).Count(i => Best(logits, i) == digits.Labels[i]) / digits.Count;
    var difference = MaxDifference(weights, digits.Images.AsSpan(0, Math.Min(200, digits.Count) * DigitsNet.InputLength), logits);
    Console.WriteLine();
    Console.WriteLine(
        $"digits: accuracy {accuracy:F4}, max difference {difference:E1}, {CountLayers()}, {MicrosecondsPerImage(network, digits):F1} us/image");
    return 0;
}

static void PrintLayers()
{
    foreach (var layer in DigitsNet.Layers)
    {
        var choice = layer.Normalization?.Selection is { } s ? $"mean {s.Mean}, variance {s.Variance}" : layer.Normalization is null ? "" : "mixture";
        Console.WriteLine($"{layer.Path,-18} {layer.Input,10} -> {layer.Output,-10} {choice}");
    }
}

static int Best(float[] logits, int image)
{
    var row = logits.AsSpan(image * DigitsNet.OutputLength, DigitsNet.OutputLength);
    var best = 0;
    for (var i = 1; i < row.Length; i++)
    {
        best = row[i] > row[best] ? i : best;
    }

    return best;
}

// The collapsed network against the same weights evaluated layer by layer, un-collapsed, in double precision;
// as a fraction of the largest logit.
static double MaxDifference(NetworkWeights weights, ReadOnlySpan<float> images, float[] logits)
{
    var expected = ReferenceEvaluation.Run(DigitsNet.Graph, weights, images);
    var largest = expected.Max(Math.Abs);
    return expected.Zip(logits, (e, actual) => Math.Abs(e - actual)).Max() / largest;
}

static string CountLayers()
{
    var selections = DigitsNet.Layers.Select(l => l.Normalization?.Selection).OfType<Selection>().ToList();
    int Pure(Normalizer n) => selections.Count(s => s.Mean == n && s.Variance == n);
    var mixed = selections.Count(s => s.Mean != s.Variance);
    return $"layers {selections.Count} (instance {Pure(Normalizer.Instance)}, layer {Pure(Normalizer.Layer)}, batch {Pure(Normalizer.Batch)}"
        + (mixed > 0 ? $", mean and variance differ {mixed})" : ")");
}

// The median of many single images, as a program that classifies one at a time would see it.
static double MicrosecondsPerImage(DigitsNet network, DigitSet digits)
{
    var output = new float[DigitsNet.OutputLength];
    var times = new double[2000];
    for (var round = 0; round < 2; round++)
    {
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            network.Run(digits.Image(i % digits.Count), output);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }

    Array.Sort(times);
    return times[times.Length / 2];
}

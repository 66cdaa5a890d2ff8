using System.Diagnostics;
using System.Globalization;
using Digits;
using Digits.Data;
using SsnGen;
using SsnGen.Files;
using SsnGen.Networks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var weightsFile = args is ["--weights", var given] ? given : Path.Combine(AppContext.BaseDirectory, "digits.safetensors");
if (args.Length > 0 && args is not ["--weights", _])
{
    Console.Error.WriteLine("usage: Digits [--weights FILE]");
    return 2;
}

DigitsNet network;
NetworkWeights weights;
try
{
    network = DigitsNet.Load(weightsFile);
    weights = NetworkWeights.Load(weightsFile);
}
catch (Exception e) when (e is WeightsException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

network.Run(new float[DigitsNet.InputLength], new float[DigitsNet.OutputLength]);
var firstResult = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
var digits = DigitData.Load(folder: null).Test;
PrintLayers();
Console.WriteLine($"first result {firstResult:F0} ms after the start of the process");
var logits = new float[digits.Count * DigitsNet.OutputLength];
network.Run(digits.Images, logits);
var accuracy = (double)Enumerable.Range(0, digits.Count).Count(i => Best(i) == digits.Labels[i]) / digits.Count;
Console.WriteLine();
Console.WriteLine(
    $"digits: accuracy {accuracy:F4}, max difference {MaxDifference(200):E1}, {CountLayers()}, {MicrosecondsPerImage():F1} us/image");
return 0;

void PrintLayers()
{
    foreach (var layer in DigitsNet.Layers)
    {
        var choice = layer.Normalization?.Selection is { } s ? $"mean {s.Mean}, variance {s.Variance}" : layer.Normalization is null ? "" : "mixture";
        Console.WriteLine($"{layer.Path,-18} {layer.Input,10} -> {layer.Output,-10} {choice}");
    }
}

int Best(int image)
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
double MaxDifference(int images)
{
    var expected = ReferenceEvaluation.Run(DigitsNet.Layers, weights, digits.Images.AsSpan(0, images * DigitsNet.InputLength));
    var largest = expected.Max(Math.Abs);
    return expected.Zip(logits, (e, actual) => Math.Abs(e - actual)).Max() / largest;
}

string CountLayers()
{
    var selections = DigitsNet.Layers.Select(l => l.Normalization?.Selection).OfType<Selection>().ToList();
    int Pure(Normalizer n) => selections.Count(s => s.Mean == n && s.Variance == n);
    var mixed = selections.Count(s => s.Mean != s.Variance);
    return $"layers {selections.Count} (instance {Pure(Normalizer.Instance)}, layer {Pure(Normalizer.Layer)}, batch {Pure(Normalizer.Batch)}"
        + (mixed > 0 ? $", mean and variance differ {mixed})" : ")");
}

// The median of many single images, as a program that classifies one at a time would see it.
double MicrosecondsPerImage()
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

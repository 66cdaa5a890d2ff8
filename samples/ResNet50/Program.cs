using System.Diagnostics;
using System.Globalization;
using ImageNet;
using SsnGen.Networks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Console.WriteLine(ResNet50.Summary());

// No trained weights come with this sample: random ones take just as long.
var network = ResNet50.Create(NetworkWeights.Random(ResNet50.Layers, seed: 1));
var random = new Random(2);
var image = Enumerable.Range(0, ResNet50.InputLength).Select(_ => random.NextSingle()).ToArray();
var logits = new float[ResNet50.OutputLength];
var times = new List<double>();
for (var i = 0; i < 7; i++)
{
    var start = Stopwatch.GetTimestamp();
    network.Run(image, logits);
    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
}

var first = times[0];
times.Sort();
Console.WriteLine();
Console.WriteLine(
    $"resnet50: {ResNet50.Layers.Count} layers, logit checksum {logits.Sum(Math.Abs):F3}, {times[times.Count / 2]:F1} ms/image on {Environment.ProcessorCount} threads; the first after start {first:F1} ms");

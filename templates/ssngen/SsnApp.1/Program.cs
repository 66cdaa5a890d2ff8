using System.Diagnostics;
using SsnApp._1;

var weights = Path.Combine(AppContext.BaseDirectory, "shapes.safetensors");
if (!File.Exists(weights))
{
    Console.Error.WriteLine("There are no weights yet. Train the network first: dotnet run -c Release --project SsnApp.1.Training");
    return 1;
}

// Pictures that training has not seen.
const int Count = 1000;
var (pictures, kinds) = ShapePictures.Draw(Count, seed: 0);
var logits = new float[Count * ShapePictures.Kinds];

var network = ShapesNet.Load(weights);
network.Run(pictures, logits);
var watch = Stopwatch.StartNew();
network.Run(pictures, logits);
var time = watch.Elapsed.TotalMicroseconds / Count;

var correct = new int[ShapePictures.Kinds];
var total = new int[ShapePictures.Kinds];
for (var i = 0; i < Count; i++)
{
    var scores = logits.AsSpan(i * ShapePictures.Kinds, ShapePictures.Kinds).ToArray();
    total[kinds[i]]++;
    correct[kinds[i]] += Array.IndexOf(scores, scores.Max()) == kinds[i] ? 1 : 0;
}

for (var kind = 0; kind < ShapePictures.Kinds; kind++)
{
    Console.WriteLine($"{ShapePictures.Names[kind],-8}{correct[kind],4} of {total[kind],4}");
}

Console.WriteLine($"accuracy {(double)correct.Sum() / Count:F3}, {time:F0} us a picture");
return 0;

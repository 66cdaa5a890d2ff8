using Models;
using SsnGen.Networks;

// The network is the library's; this project has no generator, and needs none.
var logits = new float[3];
Classifier.Create(NetworkWeights.Random(Classifier.Layers, seed: 1)).Run(new float[144], logits);
Console.WriteLine($"logits: {string.Join(' ', logits.Select(static v => v.ToString("F3")))}");
return logits.All(float.IsFinite) ? 0 : 1;

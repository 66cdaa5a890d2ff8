using Networks;
using SsnGen;
using SsnGen.Networks;

// Net.cs is what "dotnet new ssngen-model -n Net" makes. Nobody has trained it, so its weights are random.
var network = Net.Create(NetworkWeights.Random(Net.Layers, seed: 1, radius: 1));
var logits = new float[5];
network.Run(new float[3 * 20 * 24], logits);
Console.WriteLine($"{Net.Layers.Count} layers, {logits.Length} logits, finite: {logits.All(float.IsFinite)}");

// The program has the network only: emitted code is not part of anything else.
return logits.All(float.IsFinite) && Net.Layers[0].Producer is Producer.Conv ? 0 : 1;

using Export;
using SsnGen.Networks;

Net.ExportOnnx(NetworkWeights.Random(Net.Layers, seed: 1), args[0]);
Console.WriteLine($"wrote {args[0]}");

using Gpu;
using SsnGen.Gpu;
using SsnGen.Networks;

// On the first device that works, which is a simulation where there is none; the network on the CPU says what is right.
const int Inputs = 3 * 8 * 8;
var weights = NetworkWeights.Random(Net.Layers, seed: 1);
var input = Enumerable.Range(0, Inputs).Select(static i => MathF.Sin(i)).ToArray();
var (expected, actual) = (new float[4], new float[4]);
Net.Create(weights).Run(input, expected);
using var context = GpuContext.Create();
using var network = Net.GpuNetwork.Create(context.Accelerator, weights);
network.Run(input, actual);
var difference = expected.Zip(actual, static (e, a) => Math.Abs(e - a)).Max();
Console.WriteLine($"{context.DeviceName}: differs by {difference:E1}");
return difference < 1e-5 ? 0 : 1;

using Microsoft.ML.OnnxRuntime;
using Imported;

// The network that "ssngen import" made of a model, and that model in ONNX Runtime: arguments are the weights and the model.
var shape = Net.Graph.Inputs[0].Shape;
var input = new float[shape.Length];
var random = new Random(1);
for (var i = 0; i < input.Length; i++)
{
    input[i] = random.NextSingle();
}

var actual = new float[Net.Graph.Outputs[0].Layer.Output.Length];
Net.Load(args[0]).Run(input, actual);
using var session = new InferenceSession(args[1]);
var (name, description) = session.InputMetadata.Single();
long[] sides = [.. description.Dimensions.Select((side, i) => i == 0 && side < 0 ? 1L : side)];
using var value = OrtValue.CreateTensorValueFromMemory(input, sides);
using var results = session.Run(new RunOptions(), new Dictionary<string, OrtValue> { [name] = value }, session.OutputNames);
var expected = results[0].GetTensorDataAsSpan<float>().ToArray();
var largest = expected.Max(Math.Abs);
var difference = expected.Zip(actual, static (e, a) => Math.Abs(e - a)).Max();
Console.WriteLine($"{Net.Layers.Count} layers, {actual.Length} outputs: differs from ONNX Runtime by {difference:E1}, of {largest:F3}");
return expected.Length == actual.Length && difference <= 1e-4 * largest ? 0 : 1;

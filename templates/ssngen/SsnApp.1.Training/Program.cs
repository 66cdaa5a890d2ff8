using SsnApp._1;
using SsnGen.TorchSharp;
using SsnGen.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

const int Steps = 1000;
const int Batch = 32;
const double LearningRate = 0.1;

manual_seed(1);
using var module = new ShapesNet.Module();

// The radius grows to 1 with the last step: then each layer has one normalizer for its mean, and one for its variance.
using var optimizer = SsnOptimizer.Sgd(module, LearningRate, weightDecay: 5e-4, schedule: new RadiusSchedule(Steps - 1));
using var history = HistoryRecorder.Open("shapes.history", optimizer);
for (var step = 1; step <= Steps; step++)
{
    using var scope = NewDisposeScope();
    var (pictures, kinds) = ShapePictures.Draw(Batch, seed: step);
    optimizer.LearningRate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
    optimizer.ZeroGrad();
    var loss = cross_entropy(module.forward(tensor(pictures, [Batch, 1, ShapePictures.Side, ShapePictures.Side])), tensor(kinds));
    module.Backward(loss);
    optimizer.Step();
    history.Record(loss.item<float>());
    if (step % 100 == 0)
    {
        Console.WriteLine($"step {step,4}: loss {loss.item<float>():F3}, radius {module.Radius:F2}, {module.FixedCount} of {module.Norms.Count} layers fixed");
    }
}

module.SaveSelection("ShapesNet.Selection.cs");
module.Save("shapes.safetensors");
Console.WriteLine($"wrote ShapesNet.Selection.cs and shapes.safetensors to {Environment.CurrentDirectory}");

using SsnGen.History;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

public sealed class HistoryRecorderTests : IDisposable
{
    private const int Steps = 12;

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("net.history");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_step_is_recorded_as_it_was_taken()
    {
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(Steps - 1));
        using var recorder = HistoryRecorder.Open(Path, optimizer);
        Assert.Throws<InvalidOperationException>(() => recorder.Record(0));
        List<(double Radius, double Rate, double Norm, double[] Mean)> expected = [];
        for (var step = 0; step < Steps; step++)
        {
            optimizer.LearningRate = 0.05 / (step + 1);
            var radius = module.Radius;
            var norm = 0.0;
            TrainingStep.Run(module, optimizer, beforeStep: () => norm = ControlGradientNorm(optimizer));
            recorder.Record(step + 0.5);
            expected.Add((radius, optimizer.LearningRate, norm, module.Norms[0].MeanRatios.ToArray()));
        }

        recorder.RecordScore("accuracy", 0.75);
        var history = TrainingHistory.Load(Path);
        Assert.Equal(module.ModelName, history.Model);
        Assert.Equal(module.Norms.Select(static n => n.Path), history.Layers.Select(static l => l.Path));
        Assert.Equal(Enumerable.Range(1, Steps).Select(static s => (long)s), history.Steps.Select(static s => s.Step));
        Assert.Equal(new HistoryScore(Steps, "accuracy", 0.75), Assert.Single(history.Scores));
        for (var i = 0; i < Steps; i++)
        {
            var (step, (radius, rate, norm, mean)) = (history.Steps[i], expected[i]);
            Assert.Equal(i + 0.5, step.Loss);
            Assert.Equal(radius, step.Radius, 1e-6);
            Assert.Equal(rate, step.LearningRate, 1e-6);
            Assert.Equal(norm, step.ControlGradientNorm, 1e-5 * norm);
            FloatAssert.MaxDifference<double, float>(mean, step.Layers[0].Mean.Span, 1e-5);
        }

        Assert.All(Enumerable.Range(0, history.Layers.Length), layer => Assert.NotNull(history.FixedAt(layer).Mean));
        Assert.True(history.Steps[0].ControlGradientNorm > 0);
    }

    [Fact]
    public void A_resumed_training_forgets_what_came_behind_its_checkpoint()
    {
        var checkpoint = _folder.File("training");
        using var module = new SmallNet.Module();
        using (var optimizer = SsnOptimizer.Sgd(module, 0.05))
        using (var recorder = HistoryRecorder.Open(Path, optimizer))
        {
            for (var step = 1; step <= 6; step++)
            {
                TrainingStep.Run(module, optimizer);
                recorder.Record(step);
                if (step == 4)
                {
                    Checkpoint.Save(checkpoint, optimizer);
                }
            }
        }

        using var resumed = SsnOptimizer.Sgd(module, 0.05);
        Checkpoint.Load(checkpoint, resumed);
        using var again = HistoryRecorder.Open(Path, resumed);
        TrainingStep.Run(module, resumed);
        again.Record(50);
        Assert.Equal([1, 2, 3, 4, 50], TrainingHistory.Load(Path).Steps.Select(static s => s.Loss));
    }

    [Fact]
    public void Events_of_TensorBoard_are_written_where_asked_for()
    {
        var events = utils.tensorboard.SummaryWriter(_folder.File("events"));
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05);
        using var recorder = HistoryRecorder.Open(Path, optimizer, events);
        TrainingStep.Run(module, optimizer);
        recorder.Record(0.5);

        // Pictures too, by a later SkiaSharp than TorchSharp asks for.
        events.add_img("picture", rand(3, 8, 9), 1);
        var written = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.File("events"), "*", SearchOption.AllDirectories)));
        foreach (var name in (string[])["loss", "radius", "learning rate", "control gradient norm", "picture", $"ratios/{module.Norms[0].Path}/mean/instance", $"ratios/{module.Norms[0].Path}/variance/batch"])
        {
            Assert.Contains(name, written, StringComparison.Ordinal);
        }
    }

    private static double ControlGradientNorm(SsnOptimizer optimizer) =>
        Math.Sqrt(optimizer.Groups.Control.Select(static p => p.grad).OfType<Tensor>().Sum(static g => g.data<float>().Sum(static v => (double)v * v)));
}

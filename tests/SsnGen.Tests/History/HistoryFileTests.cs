using CsCheck;
using SsnGen.History;
using SsnGen.Testing;

namespace SsnGen.Tests.History;

public sealed class HistoryFileTests : IDisposable
{
    private static readonly HistoryLayer[] _layers =
    [
        new("Stem", [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch], Gate.SparsestMax, IsShared: false),
        new("Stage1.0.Conv1", [Normalizer.Batch, Normalizer.Group], Gate.Softmax, IsShared: true),
    ];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("net.history");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_recorded_is_read_again()
    {
        using (var writer = HistoryWriter.Open(Path, "A.Net", _layers))
        {
            writer.Add(new HistoryScore(0, "accuracy", 0.1));
            writer.Add(Step(1));
            writer.Add(Step(2, isFixed: true));
            writer.Add(new HistoryScore(2, "größe", 0.5));
        }

        var history = TrainingHistory.Load(Path);
        Assert.Equal("A.Net", history.Model);
        Assert.Equal(_layers, history.Layers);
        Assert.Equal([new HistoryScore(0, "accuracy", 0.1f), new HistoryScore(2, "größe", 0.5f)], history.Scores);
        var first = history.Steps[0];
        Assert.Equal((1, 0.25, 0.125, 0.5, 2, 3), (first.Step, first.Loss, first.Radius, first.LearningRate, first.ControlGradientNorm, first.RefusedBatches));
        FloatAssert.MaxDifference<float, float>([0.5f, 0.3f, 0.2f], first.Layers[0].Mean.Span, 1e-5);
        FloatAssert.MaxDifference<float, float>([0.1f, 0f, 0.9f], first.Layers[0].Variance.Span, 1e-5);
        Assert.True(first.Layers[1].Mean.Span.SequenceEqual(first.Layers[1].Variance.Span));
        Assert.Equal([0f, 0, 1], history.Steps[1].Layers[0].Variance.ToArray());
        Assert.Equal((null, 2L), history.FixedAt(0));
        Assert.Equal("A.Net: 2 steps of 2 layers", history.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => history.FixedAt(2));
    }

    [Fact]
    public void A_step_takes_as_many_bytes_as_docs_files_says()
    {
        HistoryLayer[] layers = [.. Enumerable.Range(0, 6).Select(static i => _layers[0] with { Path = $"Layer{i}" })];
        using var writer = HistoryWriter.Open(Path, "A.Net", layers);
        var sizes = new List<long>();
        foreach (var isFixed in (bool[])[false, true])
        {
            var before = new FileInfo(Path).Length;
            var ratios = Step(1, isFixed: true).Layers[0].Variance;
            writer.Add(Step(1) with { Layers = [.. layers.Select(_ => new HistoryRatios(ratios, ratios, isFixed, isFixed))] });
            sizes.Add(new FileInfo(Path).Length - before);
        }

        Assert.Equal([125, 53], sizes);
    }

    [Fact]
    public void It_is_read_while_it_is_written()
    {
        using var writer = HistoryWriter.Open(Path, "A.Net", _layers);
        for (var step = 1; step <= 3; step++)
        {
            writer.Add(Step(step));
            Assert.Equal(step, TrainingHistory.Load(Path).Steps.Count);
        }
    }

    // A kill leaves any part of the last record.
    [Fact]
    public void What_a_killed_process_left_unfinished_is_passed_over_and_written_anew()
    {
        Write(4);
        var bytes = File.ReadAllBytes(Path);
        var whole = Enumerable.Range(1, 3).Select(End).ToArray();
        for (var length = 8; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Path, bytes[..length]);
            var steps = whole.Count(end => end <= length);
            if (length >= whole[0])
            {
                Assert.Equal(steps, TrainingHistory.Load(Path).Steps.Count);
            }

            using (var writer = HistoryWriter.Open(Path, "A.Net", _layers, step: 3))
            {
                writer.Add(Step(9));
            }

            Assert.Equal([.. Enumerable.Range(1, steps).Select(static s => (long)s), 9], TrainingHistory.Load(Path).Steps.Select(static s => s.Step));
        }

        int End(int steps)
        {
            var path = _folder.File($"{steps}.history");
            Write(steps, path);
            return (int)new FileInfo(path).Length;
        }
    }

    [Fact]
    public void A_training_goes_on_from_its_step_and_one_that_begins_forgets()
    {
        Write(5);
        using (var writer = HistoryWriter.Open(Path, "A.Net", _layers, step: 3))
        {
            writer.Add(Step(4));
        }

        Assert.Equal([1, 2, 3, 4], TrainingHistory.Load(Path).Steps.Select(static s => s.Step));
        HistoryWriter.Open(Path, "A.Net", _layers[..1]).Dispose();
        Assert.Empty(TrainingHistory.Load(Path).Steps);
        Assert.Equal(_layers[..1], TrainingHistory.Load(Path).Layers);
    }

    [Fact]
    public void Files_of_others_are_refused_and_left_as_they_are()
    {
        Write(2);
        var before = File.ReadAllBytes(Path);
        Assert.Contains("is the history of A.Net: delete it", Assert.Throws<InvalidDataException>(() => HistoryWriter.Open(Path, "A.Other", _layers)).Message, StringComparison.Ordinal);
        Assert.Contains("with other layers", Assert.Throws<InvalidDataException>(() => HistoryWriter.Open(Path, "A.Net", _layers[..1], step: 1)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path));

        File.WriteAllText(Path, "Something else altogether.");
        Assert.Contains("is no history", Assert.Throws<InvalidDataException>(() => HistoryWriter.Open(Path, "A.Net", _layers)).Message, StringComparison.Ordinal);
        Assert.Contains("is no history", Assert.Throws<InvalidDataException>(() => TrainingHistory.Load(Path)).Message, StringComparison.Ordinal);
        Assert.Equal("Something else altogether.", File.ReadAllText(Path));

        File.WriteAllBytes(Path, before[..8]);
        Assert.Contains("has no network", Assert.Throws<InvalidDataException>(() => TrainingHistory.Load(Path)).Message, StringComparison.Ordinal);
        Assert.Throws<SsnGen.Files.WeightsException>(() => TrainingHistory.Load(_folder.File("none")));
    }

    [Fact]
    public void Steps_of_other_layers_are_refused()
    {
        using var writer = HistoryWriter.Open(Path, "A.Net", _layers);
        Assert.Throws<ArgumentException>("step", () => writer.Add(Step(1) with { Layers = [] }));
        Assert.Throws<ArgumentException>("step", () => writer.Add(Step(1) with { Layers = [.. Step(1).Layers.Reverse()] }));
    }

    [Fact]
    public void Damaged_files_are_an_error_or_what_was_before()
    {
        Write(6);
        var bytes = File.ReadAllBytes(Path);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var damaged = bytes.ToArray();
            foreach (var (at, value) in changes)
            {
                damaged[at] = value;
            }

            File.WriteAllBytes(Path, damaged);
            try
            {
                Assert.InRange(TrainingHistory.Load(Path).Steps.Count, 0, 6);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(Path, error.Message, StringComparison.Ordinal);
            }
        }, iter: 2000, threads: 1);
    }

    private void Write(int steps, string? path = null)
    {
        using var writer = HistoryWriter.Open(path ?? Path, "A.Net", _layers);
        for (var step = 1; step <= steps; step++)
        {
            writer.Add(Step(step));
        }
    }

    private static HistoryStep Step(long step, bool isFixed = false)
    {
        float[] shared = [0.75f, 0.25f], mean = [0.5f, 0.3f, 0.2f], mixed = [0.1f, 0, 0.9f], selected = [0, 0, 1];
        return new HistoryStep(step, 0.25, 0.125, 0.5, 2, 3, [new HistoryRatios(mean, isFixed ? selected : mixed, false, isFixed), new HistoryRatios(shared, shared, false, false)]);
    }
}

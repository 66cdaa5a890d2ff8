using SsnGen.History;
using TorchSharp.Modules;

namespace SsnGen.TorchSharp;

/// <summary>
/// Records a training: beside a step's loss what <see cref="SsnOptimizer"/> and the layers know of it. <c>ssngen plot</c> shows the file.
/// </summary>
/// <example>
/// <code>
/// using var recorder = HistoryRecorder.Open("digits.history", optimizer);
/// ...
/// optimizer.Step();
/// recorder.Record(loss.item&lt;float&gt;());
/// </code>
/// </example>
public sealed class HistoryRecorder : IDisposable
{
    private readonly SsnOptimizer _optimizer;
    private readonly SsnNorm[] _norms;
    private readonly HistoryWriter _writer;
    private readonly SummaryWriter? _events;

    private HistoryRecorder(SsnOptimizer optimizer, SsnNorm[] norms, HistoryWriter writer, SummaryWriter? events) =>
        (_optimizer, _norms, _writer, _events) = (optimizer, norms, writer, events);

    /// <summary>Opens a file to record into. It goes on at the step that the optimizer is at: a training that was resumed cuts off what was recorded behind its checkpoint.</summary>
    /// <param name="path">The file, made where it is missing.</param>
    /// <param name="optimizer">The optimizer of the training, resumed if it is to be.</param>
    /// <param name="events">Takes the same as events of TensorBoard, by the names <c>loss</c>, <c>radius</c>, <c>ratios/LAYER/mean/batch</c> and so on; it stays the caller's. Null for none.</param>
    /// <exception cref="InvalidDataException">The file is no history, or one of another network.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static HistoryRecorder Open(string path, SsnOptimizer optimizer, SummaryWriter? events = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        SsnNorm[] norms = [.. optimizer.Module.Norms.Where(static norm => norm.MeanWeight is not null)];
        HistoryLayer[] layers = [.. norms.Select(static norm => new HistoryLayer(norm.Path, norm.Ratios.Mean.Normalizers, norm.Ratios.Mean.Gate, norm.Ratios.AreShared))];
        return new HistoryRecorder(optimizer, norms, HistoryWriter.Open(path, optimizer.Module.ModelName, layers, optimizer.StepCount), events);
    }

    /// <summary>Records the step that the optimizer has taken last. To be called before the next forward pass, which changes the ratios.</summary>
    /// <param name="loss">The loss of its batch.</param>
    /// <exception cref="InvalidOperationException">The optimizer has taken no step yet.</exception>
    public void Record(double loss)
    {
        var last = _optimizer.LastStep ?? throw new InvalidOperationException("No step was taken yet: record behind optimizer.Step().");
        HistoryRatios[] layers = [.. _norms.Select(static norm => Of(norm.Ratios))];
        _writer.Add(new HistoryStep(last.Step, loss, last.Radius, last.LearningRate, last.ControlGradientNorm, _optimizer.Module.RefusedBatches, layers));
        if (_events is null)
        {
            return;
        }

        foreach (var (name, value) in new[] { ("loss", loss), ("radius", last.Radius), ("learning rate", last.LearningRate), ("control gradient norm", last.ControlGradientNorm) })
        {
            _events.add_scalar(name, (float)value, (int)last.Step);
        }

        for (var i = 0; i < layers.Length; i++)
        {
            AddRatios(_writer.Layers[i], "mean", layers[i].Mean.Span, last.Step);
            if (!_writer.Layers[i].IsShared)
            {
                AddRatios(_writer.Layers[i], "variance", layers[i].Variance.Span, last.Step);
            }
        }
    }

    /// <summary>Records what was measured behind the last step.</summary>
    /// <param name="name">What it is, such as <c>accuracy</c>.</param>
    /// <param name="value">The number.</param>
    public void RecordScore(string name, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _writer.Add(new HistoryScore(_optimizer.StepCount, name, value));
        _events?.add_scalar(name, (float)value, (int)_optimizer.StepCount);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static HistoryRatios Of(NormRatios ratios) => new(
        Floats(ratios.Mean.Values), Floats(ratios.Variance.Values), ratios.Mean.IsFixed, ratios.Variance.IsFixed);

    private static float[] Floats(ReadOnlySpan<double> values) => Array.ConvertAll(values.ToArray(), static v => (float)v);

    private void AddRatios(HistoryLayer layer, string of, ReadOnlySpan<float> ratios, long step)
    {
        for (var k = 0; k < ratios.Length; k++)
        {
            _events!.add_scalar($"ratios/{layer.Path}/{of}/{layer.Normalizers[k].ToString().ToLowerInvariant()}", ratios[k], (int)step);
        }
    }
}

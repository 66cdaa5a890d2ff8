using SsnGen.Files;

namespace SsnGen.History;

/// <summary>
/// Writes a history, record by record: what was recorded is in the file when the call returns, and survives a kill of the process.
/// A file that is there goes on: what comes behind the step that the training goes on from is cut off.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    private readonly FileStream _stream;

    private HistoryWriter(FileStream stream, string model, IReadOnlyList<HistoryLayer> layers) => (_stream, Model, Layers) = (stream, model, layers);

    /// <summary>The full name of the network's class.</summary>
    public string Model { get; }

    /// <summary>The layers with a choice.</summary>
    public IReadOnlyList<HistoryLayer> Layers { get; }

    /// <summary>Opens a file to write, which is made where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The full name of the network's class.</param>
    /// <param name="layers">The layers with a choice, in the order of execution.</param>
    /// <param name="step">The step that the training goes on from; 0 begins anew, and what the file had is lost.</param>
    /// <exception cref="InvalidDataException">The file is no history, or one of another network; one that goes on has to have the same layers.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static HistoryWriter Open(string path, string model, IReadOnlyList<HistoryLayer> layers, long step = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var end = stream.Length == 0 ? 0 : End(stream, path, model, layers, step);
            end = step == 0 ? 0 : end;
            stream.SetLength(end);
            stream.Position = end;
            var writer = new HistoryWriter(stream, model, [.. layers]);
            if (end == 0)
            {
                stream.Write(HistoryFormat.Magic);
                writer.Write(HistoryFormat.Body(model, layers));
            }

            return writer;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Records a step.</summary>
    /// <param name="step">The step.</param>
    /// <exception cref="ArgumentException">It has the ratios of other layers.</exception>
    public void Add(HistoryStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Layers.Count != Layers.Count || step.Layers.Zip(Layers).Any(static p => p.First.Mean.Length != p.Second.Normalizers.Length || p.First.Variance.Length != p.Second.Normalizers.Length))
        {
            throw new ArgumentException($"Step {step.Step} has not the ratios of the {Layers.Count} layers that the history is of.", nameof(step));
        }

        Write(HistoryFormat.Body(step, Layers));
    }

    /// <summary>Records what was measured.</summary>
    /// <param name="score">What, and behind which step.</param>
    public void Add(HistoryScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        Write(HistoryFormat.Body(score));
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Write(byte[] body)
    {
        _stream.Write(HistoryFormat.Record(body));
        _stream.Flush();
    }

    // Where the records end that stay.
    private static long End(FileStream stream, string path, string model, IReadOnlyList<HistoryLayer> layers, long step)
    {
        var end = 0L;
        foreach (var (place, body) in HistoryRecords.Read(stream, path))
        {
            try
            {
                switch (body[0])
                {
                    case HistoryFormat.Network:
                        var (other, theirs) = HistoryFormat.ReadNetwork(body);
                        if (other != model || (step > 0 && !theirs.SequenceEqual(layers)))
                        {
                            throw new InvalidDataException($"{path} is the history of {(other == model ? $"{model} with other layers" : other)}: delete it, or name another file.");
                        }

                        break;
                    case HistoryFormat.Step or HistoryFormat.Score when HistoryFormat.StepOf(body) > step:
                        return end;
                }
            }
            catch (FormatException reason)
            {
                throw HistoryRecords.Damaged(path, place, reason.Message, reason);
            }

            end = place + body.Length + HistoryFormat.Frame;
        }

        return end;
    }
}

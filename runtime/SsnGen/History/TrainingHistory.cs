using System.Collections.Immutable;
using SsnGen.Files;

namespace SsnGen.History;

/// <summary>
/// What a training recorded: its steps with loss, radius, learning rate and the importance ratios of each layer, and what was measured between them.
/// <code>
/// var history = TrainingHistory.Load("digits.history");
/// var (mean, variance) = history.FixedAt(0);
/// </code>
/// </summary>
/// <remarks>Ratios are kept as parts of 65535, losses and rates as floats.</remarks>
public sealed class TrainingHistory
{
    private TrainingHistory(string model, ImmutableArray<HistoryLayer> layers, IReadOnlyList<HistoryStep> steps, IReadOnlyList<HistoryScore> scores) =>
        (Model, Layers, Steps, Scores) = (model, layers, steps, scores);

    /// <summary>The full name of the network's class.</summary>
    public string Model { get; }

    /// <summary>The layers with a choice, in the order of execution.</summary>
    public ImmutableArray<HistoryLayer> Layers { get; }

    /// <summary>The steps, in their order.</summary>
    public IReadOnlyList<HistoryStep> Steps { get; }

    /// <summary>What was measured between steps, in its order.</summary>
    public IReadOnlyList<HistoryScore> Scores { get; }

    /// <summary>Reads a file, also while a training writes it; a record that a killed process left unfinished is passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no history, or damaged before its end.</exception>
    public static TrainingHistory Load(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        (string Model, ImmutableArray<HistoryLayer> Layers)? network = null;
        var (steps, scores) = (new List<HistoryStep>(), new List<HistoryScore>());
        foreach (var (place, body) in HistoryRecords.Read(stream, path))
        {
            try
            {
                switch (body[0])
                {
                    case HistoryFormat.Network when network is null:
                        network = HistoryFormat.ReadNetwork(body);
                        break;
                    case HistoryFormat.Step when network is var (_, layers):
                        steps.Add(HistoryFormat.ReadStep(body, layers));
                        break;
                    case HistoryFormat.Score when network is not null:
                        scores.Add(HistoryFormat.ReadScore(body));
                        break;
                    default:
                        throw new FormatException($"a record of the kind {body[0]}, which is not known there");
                }
            }
            catch (FormatException reason)
            {
                throw HistoryRecords.Damaged(path, place, reason.Message, reason);
            }
        }

        return network is { } known
            ? new TrainingHistory(known.Model, known.Layers, steps, scores)
            : throw new InvalidDataException($"{path} has no network: the training ended before it had written one.");
    }

    /// <summary>When the ratios of a layer were fixed.</summary>
    /// <param name="layer">Which of <see cref="Layers"/>.</param>
    /// <returns>The first step in which those of the mean, and those of the variance, were fixed; null where they were not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public (long? Mean, long? Variance) FixedAt(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers.Length);
        return (Steps.FirstOrDefault(s => s.Layers[layer].IsMeanFixed)?.Step, Steps.FirstOrDefault(s => s.Layers[layer].IsVarianceFixed)?.Step);
    }

    /// <summary>It in one line, such as <c>Digits.DigitsNet: 500 steps of 6 layers</c>.</summary>
    public override string ToString() => $"{Model}: {Steps.Count} steps of {Layers.Length} layers";
}

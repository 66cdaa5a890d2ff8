namespace Samples.Training;

/// <summary>What the display shows of a step.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Radius">The radius of SparsestMax.</param>
/// <param name="Fixed">Layers whose normalizers are fixed.</param>
/// <param name="RefusedBatches">Batches whose moments were not finite, and left the running ones as they were.</param>
/// <param name="Score">The score on the test samples after the last epoch; NaN before.</param>
/// <param name="EndsEpoch">Whether the epoch is over, and the score that of its end.</param>
public readonly record struct TrainingProgress(
    long Step, long Steps, double Loss, double Radius, int Fixed, long RefusedBatches, double Score, bool EndsEpoch);

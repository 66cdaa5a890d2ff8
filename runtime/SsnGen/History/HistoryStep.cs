namespace SsnGen.History;

/// <summary>One step of a training.</summary>
/// <param name="Step">Which one, from 1.</param>
/// <param name="Loss">The loss of its batch.</param>
/// <param name="Radius">The radius of SparsestMax of its forward pass, 0 to 1.</param>
/// <param name="LearningRate">The base learning rate.</param>
/// <param name="ControlGradientNorm">The norm of the gradient of all control parameters together, before it is clipped.</param>
/// <param name="RefusedBatches">Batches up to it whose moments were not finite.</param>
/// <param name="Layers">The ratios of each layer with a choice, as its forward pass used them, in the order of the layers.</param>
public sealed record HistoryStep(
    long Step, double Loss, double Radius, double LearningRate, double ControlGradientNorm, long RefusedBatches, IReadOnlyList<HistoryRatios> Layers);

/// <summary>A number that was measured between two steps, such as the accuracy on test samples.</summary>
/// <param name="Step">The step behind which it was measured; 0 before the first one.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
public sealed record HistoryScore(long Step, string Name, double Value);

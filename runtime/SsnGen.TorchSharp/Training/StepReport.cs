namespace SsnGen.TorchSharp;

/// <summary>What a step was taken with.</summary>
/// <param name="Step">Which one, from 1.</param>
/// <param name="Radius">The radius of SparsestMax of its forward pass.</param>
/// <param name="LearningRate">The base learning rate.</param>
/// <param name="ControlGradientNorm">The norm of the gradient of all control parameters together, before it was clipped to <see cref="SsnOptimizer.ControlGradientNorm"/>.</param>
public readonly record struct StepReport(long Step, double Radius, double LearningRate, double ControlGradientNorm);

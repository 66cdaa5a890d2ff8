namespace SsnGen.Generator.Planning.Inference;

/// <summary>Where the parameters of one layer lie, and in which order.</summary>
/// <param name="Declared">The layer, among those that were declared.</param>
/// <param name="Convolution">How its weights are ordered, and where they are; null for layers without.</param>
/// <param name="Folds">Whether a normalization is part of them.</param>
/// <param name="SlopesOffset">Where its slopes are.</param>
/// <param name="NormOffset">Where the parameters of its normalization are.</param>
/// <param name="NormLength">How many those are.</param>
internal sealed record PackingPlan(int Declared, ConvolutionPackingPlan? Convolution, bool Folds, long SlopesOffset, long NormOffset, long NormLength)
{
    /// <summary>That of one layer.</summary>
    public static PackingPlan Of(StepPlan step) => new(
        step.Layer.Declared,
        step.Convolution is { } c ? new(c.InputBlocks, c.UnitBlocks, c.InputChannels, c.IsDepthwise, c.FirstInputBlock, c.Winograd is not null, c.WeightsOffset, c.BiasOffset) : null,
        step.Normalization.Scope == CollapseScope.Folded,
        step.SlopesOffset,
        step.Normalization.ParametersOffset,
        step.Normalization.ParametersLength);
}

/// <summary>How the weights of a convolution are ordered, and where they are.</summary>
internal sealed record ConvolutionPackingPlan(
    int InputBlocks, int UnitBlocks, int InputChannels, bool IsDepthwise, EquatableArray<int> FirstInputBlock, bool IsWinograd, long WeightsOffset, long BiasOffset);

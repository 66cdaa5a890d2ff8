using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;

namespace SsnGen.Generator.Planning;

/// <summary>A network for pictures of another size than its own.</summary>
/// <param name="Height">The height of the pictures.</param>
/// <param name="Width">The width.</param>
/// <param name="Model">The network.</param>
/// <param name="Evaluated">What is left of it after training; itself where that is all.</param>
/// <param name="Inference">How it runs on the processor, collapsed; null where it does not.</param>
/// <param name="SharesParameters">Whether its parameters lie as those of the network's own size, so that there is need for them once.</param>
internal sealed record SizePlan(int Height, int Width, ModelPlan Model, ModelPlan Evaluated, InferencePlan? Inference, bool SharesParameters)
{
    /// <summary>The size in words, such as <c>96x128</c>.</summary>
    public string Words => Model.Size;

    /// <summary>That of one size.</summary>
    /// <param name="size">The size.</param>
    /// <param name="model">The network for it.</param>
    /// <param name="inference">How that runs on the processor.</param>
    /// <param name="own">How the network of its own size does.</param>
    public static SizePlan Of(SizeDefinition size, ModelPlan model, InferencePlan? inference, InferencePlan? own)
    {
        model = model with { Size = size.Words };
        inference = inference is null ? null : inference with { Model = inference.Model with { Size = size.Words } };
        return new SizePlan(size.Height, size.Width, model, TrainingPruning.Prune(model), inference, inference is not null && own is not null && inference.Packings.SequenceEqual(own.Packings));
    }
}

using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;

namespace SsnGen.Generator.Planning;

/// <summary>A network for pictures of another size than its own.</summary>
/// <param name="Model">The network.</param>
/// <param name="Evaluated">What is left of it after training; itself where that is all.</param>
/// <param name="Inference">How it runs on the processor, collapsed; null where it does not.</param>
/// <param name="SharesParameters">Whether its parameters lie as those of the network's own size, so that there is need for them once.</param>
internal sealed record SizePlan(ModelPlan Model, ModelPlan Evaluated, InferencePlan? Inference, bool SharesParameters)
{
    /// <summary>The size in words, such as <c>96x128</c>.</summary>
    public string Words => Model.Size;

    /// <summary>That of one size.</summary>
    /// <param name="model">The network for it.</param>
    /// <param name="inference">How that runs on the processor.</param>
    /// <param name="own">How the network of its own size does.</param>
    public static SizePlan Of(ModelPlan model, InferencePlan? inference, InferencePlan? own) =>
        new(model, TrainingPruning.Prune(model), inference, inference is not null && own is not null && inference.Packings.SequenceEqual(own.Packings));
}

using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;
using SsnGen.Generator.Planning.Torch;

namespace SsnGen.Generator.Planning;

/// <summary>Decides what is emitted for a network in one project, and how each part of it runs.</summary>
internal static class Scheduler
{
    /// <summary>Schedules a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inference">How it runs on the processor, as it was planned with it.</param>
    /// <param name="options">What the project references.</param>
    /// <param name="sizes">The network for pictures of other sizes.</param>
    public static ModelSchedule Schedule(ModelPlan model, InferencePlan? inference, ProjectOptions options, EquatableArray<SizePlan> sizes = default)
    {
        var runs = model.RunsOnCpu;
        var trains = options.Trains && runs;
        var runsOnGpu = options.RunsOnGpu && model.RunsOnGpu;

        // Kernels on graphics processors are described by those on the processor.
        var hasKernels = trains || runsOnGpu || model.AsksForKernels || model.IsNormalizationAlone;
        return new ModelSchedule(
            model,
            TrainingPruning.Prune(model),
            hasKernels ? model.Kernels : default,
            inference,
            runs && model.IsNormalizationAlone ? CollapsePlanner.Plan(model.Layers[0]) : null,
            trains ? ModulePlanner.Plan(model) : null,
            options.Exports,
            runsOnGpu ? EquatableArray.From(model.Kernels.Select(k => GpuKernelPlan.Of(k, isOfAnyStorage: model.HalfStorage))) : default,
            runsOnGpu ? GpuPlanner.Plan(model) : null,
            sizes);
    }
}

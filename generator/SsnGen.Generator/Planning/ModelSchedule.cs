using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Torch;

namespace SsnGen.Generator.Planning;

/// <summary>
/// All that is emitted for one network, decided: each emitter is handed its part, and is not called where there is none. Equatable
/// throughout, without a Roslyn type, so that an unchanged definition re-emits nothing.
/// </summary>
/// <param name="Model">The network itself.</param>
/// <param name="Evaluated">What is left of the network after training; the network itself where that is all.</param>
/// <param name="Kernels">The training kernels on the processor: where something trains, and of a normalization alone.</param>
/// <param name="Inference">The collapsed network on the processor.</param>
/// <param name="Normalization">The same, of a network that is one normalization and nothing else.</param>
/// <param name="Module">The training module.</param>
/// <param name="ExportsOnnx">Whether it can be exported.</param>
/// <param name="GpuKernels">The training kernels on graphics processors, for tensors of floats, and of halves where they are of any storage.</param>
/// <param name="GpuNetwork">The collapsed network on graphics processors.</param>
/// <param name="Sizes">The network for pictures of other sizes.</param>
internal sealed record ModelSchedule(
    ModelPlan Model,
    ModelPlan Evaluated,
    EquatableArray<KernelPlan> Kernels,
    InferencePlan? Inference,
    CollapsePlan? Normalization,
    ModulePlan? Module,
    bool ExportsOnnx,
    EquatableArray<GpuKernelPlan> GpuKernels,
    GpuPlan? GpuNetwork,
    EquatableArray<SizePlan> Sizes);

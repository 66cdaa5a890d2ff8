using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>Emits the GPU kernels of a network: one class per specialization, one property per layer.</summary>
internal static class GpuKernelsEmitter
{
    /// <summary>Emits the complete file of one model, for tensors of floats.</summary>
    public static void Emit(SourceWriter w, ModelPlan plan) => Emit(w, plan, isHalf: false);

    /// <summary>Emits the complete file of one model, for tensors of halves.</summary>
    public static void EmitHalf(SourceWriter w, ModelPlan plan) => Emit(w, plan, isHalf: true);

    private static void Emit(SourceWriter w, ModelPlan plan, bool isHalf)
    {
        var element = isHalf ? "global::ILGPU.Half" : "float";
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        Aliases.OfGpu(w);
        KernelsEmitter.EmitClass(
            w,
            plan,
            isHalf ? "GpuHalfKernels" : "GpuKernels",
            "The training kernels on graphics processors, through ILGPU" + (isHalf ? ", for tensors of halves" : "")
                + ": one per specialization, shared by the layers that agree in all its constants.",
            $"global::SsnGen.Gpu.GpuSsnKernel<{element}>",
            kernel => GpuKernelPlan.Of(kernel, isHalf).ClassName,
            (writer, kernel) => GpuKernelEmitter.Emit(writer, GpuKernelPlan.Of(kernel, isHalf)));
    }
}

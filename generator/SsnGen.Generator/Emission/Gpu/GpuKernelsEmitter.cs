using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>Emits the GPU kernels of a network: one class per specialization, one property per layer.</summary>
internal static class GpuKernelsEmitter
{
    /// <summary>Emits the complete file of one model.</summary>
    /// <param name="kernels">Its kernels, all for tensors of the same type.</param>
    public static void Emit(SourceWriter w, ModelPlan model, EquatableArray<GpuKernelPlan> kernels)
    {
        var isHalf = kernels[0].IsHalf;
        var element = isHalf ? "global::ILGPU.Half" : "float";
        EmittedFile.Head(w, model.Namespace, model.Warnings);
        Aliases.OfGpu(w);
        KernelsEmitter.EmitClass(
            w,
            model,
            isHalf ? "GpuHalfKernels" : "GpuKernels",
            "The training kernels on graphics processors, through ILGPU" + (isHalf ? ", for tensors of halves" : "")
                + ": one per specialization, shared by the layers that agree in all its constants.",
            $"global::SsnGen.Gpu.GpuSsnKernel<{element}>",
            kernels,
            static kernel => kernel.ClassName,
            (writer, kernel) => GpuKernelEmitter.Emit(writer, kernel, Description(model, kernel)));
    }

    // The same specialization on the processor, by the property of the first layer that has it.
    private static string Description(ModelPlan model, GpuKernelPlan kernel) =>
        "Kernels." + KernelsEmitter.Property(model.Layers.First(l => l.Normalization is { } n && model.Kernels[n.Kernel] == kernel.Kernel).Identifier);
}

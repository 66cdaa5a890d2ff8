using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>Emits the GPU kernels of a network: one class per specialization, one property per layer.</summary>
internal static class GpuKernelsEmitter
{
    /// <summary>Emits the complete file of one model.</summary>
    public static void Emit(SourceWriter w, ModelPlan model, EquatableArray<GpuKernelPlan> kernels)
    {
        Open(w, model);
        KernelsEmitter.EmitClass(
            w,
            model,
            "GpuKernels",
            Summary(""),
            "global::SsnGen.Gpu.GpuSsnKernel<float>",
            kernels,
            static kernel => kernel.ClassName + (kernel.IsOfAnyStorage ? "<float, onGpu::Float4, onGpu::GpuFloats>" : ""),
            (writer, kernel) => GpuKernelEmitter.Emit(writer, kernel, Description(model, kernel)));
    }

    /// <summary>Emits the complete file of the same kernels for tensors of halves.</summary>
    public static void EmitForHalves(SourceWriter w, ModelPlan model, EquatableArray<GpuKernelPlan> kernels)
    {
        Open(w, model);
        KernelsEmitter.EmitClass(
            w,
            model,
            "GpuHalfKernels",
            Summary(", for tensors of halves"),
            "global::SsnGen.Gpu.GpuSsnKernel<global::ILGPU.Half>",
            kernels,
            static kernel => $"GpuKernels.{kernel.ClassName}<global::ILGPU.Half, onGpu::Half4, onGpu::GpuHalves>");
    }

    private static string Summary(string what) =>
        $"The training kernels on graphics processors, through ILGPU{what}: one per specialization, shared by the layers that agree in all its constants.";

    private static void Open(SourceWriter w, ModelPlan model)
    {
        EmittedFile.Head(w, model.Namespace, model.Warnings);
        Aliases.OfGpu(w);
    }

    // The same specialization on the processor, by the property of the first layer that has it.
    private static string Description(ModelPlan model, GpuKernelPlan kernel) =>
        "Kernels." + KernelsEmitter.Property(model.Layers.First(l => l.Normalization is { } n && model.Kernels[n.Kernel] == kernel.Kernel).Identifier);
}

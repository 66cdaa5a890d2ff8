using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>Emits the GPU kernels of a network: one class per specialization, one property per layer.</summary>
internal static class GpuKernelsEmitter
{
    /// <summary>Emits the complete file of one model.</summary>
    public static void Emit(SourceWriter w, ModelPlan plan)
    {
        EmittedFile.Head(w, plan.Namespace);
        w.Line("using Doubles = global::ILGPU.ArrayView<double>;");
        w.Line("using Float4 = global::SsnGen.Gpu.Kernels.Float4;");
        w.Line("using Floats = global::ILGPU.ArrayView<float>;");
        w.Line("using Grid = global::ILGPU.Grid;");
        w.Line("using Group = global::ILGPU.Group;");
        w.Line("using Lanes = global::SsnGen.Gpu.Kernels.GpuLanes;");
        w.Line("using Moments = global::SsnGen.Gpu.Kernels.GpuMoments;");
        w.Line("using Parameters = global::SsnGen.Gpu.GpuSsnParameters;");
        w.Line("using Vectors4 = global::ILGPU.ArrayView<global::SsnGen.Gpu.Kernels.Float4>;");
        w.Line("using Warp = global::ILGPU.Warp;");
        w.Line();
        KernelsEmitter.EmitClass(
            w,
            plan,
            "GpuKernels",
            "The forward kernels on graphics processors, through ILGPU: one per specialization, shared by the layers that agree in all its constants.",
            "global::SsnGen.Gpu.GpuSsnKernel",
            GpuKernelEmitter.ClassPrefix,
            GpuKernelEmitter.Emit);
    }
}

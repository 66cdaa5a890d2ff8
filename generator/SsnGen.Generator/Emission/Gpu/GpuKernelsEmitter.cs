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
        EmittedFile.Head(w, plan.Namespace);
        w.Line("using Activations = global::SsnGen.Gpu.Kernels.GpuActivations;");
        w.Line("using Doubles = global::ILGPU.ArrayView<double>;");
        w.Line("using Float4 = global::SsnGen.Gpu.Kernels.Float4;");
        w.Line("using Gates = global::SsnGen.Gpu.GpuSsnGates;");
        w.Line("using Gradients = global::SsnGen.Gpu.GpuSsnGradients;");
        w.Line("using GradientSums = global::SsnGen.Gpu.Kernels.GpuGradientSums;");
        w.Line("using Grid = global::ILGPU.Grid;");
        w.Line("using Group = global::ILGPU.Group;");
        w.Line("using Ints = global::ILGPU.ArrayView<int>;");
        w.Line("using Lanes = global::SsnGen.Gpu.Kernels.GpuLanes;");
        w.Line("using Moments = global::SsnGen.Gpu.Kernels.GpuMoments;");
        w.Line("using Parameters = global::SsnGen.Gpu.GpuSsnParameters;");
        w.Line("using SharedMemory = global::ILGPU.SharedMemory;");
        w.Line($"using Tensor = global::ILGPU.ArrayView<{element}>;");
        w.Line("using Threads = global::SsnGen.Gpu.GpuThreads;");
        w.Line("using Values = global::SsnGen.Gpu.Kernels.GpuValues;");
        w.Line($"using Vector = global::SsnGen.Gpu.Kernels.{(isHalf ? "Half4" : "Float4")};");
        w.Line("using Warp = global::ILGPU.Warp;");
        w.Line();
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

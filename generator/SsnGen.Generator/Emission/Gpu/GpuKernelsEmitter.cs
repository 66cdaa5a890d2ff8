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
        using (w.Open(plan.Modifiers + " class " + plan.Name))
        {
            w.Summary("The forward kernels on graphics processors, through ILGPU: one per specialization, shared by the layers that agree in all its constants.");
            using (w.Open("public static class GpuKernels"))
            {
                foreach (var layer in plan.Layers.Where(static l => l.Normalization is not null))
                {
                    w.Summary($"The kernels of {layer.Path}.");
                    w.Line($"public static global::SsnGen.Gpu.GpuSsnKernel {layer.Identifier} => Gpu{plan.Kernels[layer.Normalization!.Kernel].ClassName}.Instance;");
                    w.Line();
                }

                for (var i = 0; i < plan.Kernels.Length; i++)
                {
                    if (i > 0)
                    {
                        w.Line();
                    }

                    GpuKernelEmitter.Emit(w, plan.Kernels[i]);
                }
            }
        }
    }
}

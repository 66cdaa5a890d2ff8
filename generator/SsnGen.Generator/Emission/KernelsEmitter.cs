using SsnGen.Generator.Emission.Cpu;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission;

/// <summary>Emits the training kernels of a network: one class per specialization, one property per layer.</summary>
internal static class KernelsEmitter
{
    public static void Emit(SourceWriter w, ModelPlan plan)
    {
        EmittedFile.Head(w, plan.Namespace);
        using (w.Open(plan.Modifiers + " class " + plan.Name))
        {
            w.Summary("The training kernels, on the CPU: one per specialization, shared by the layers that agree in all its constants.");
            using (w.Open("public static class Kernels"))
            {
                foreach (var layer in plan.Layers.Where(static l => l.Normalization is not null))
                {
                    w.Summary($"The kernel of {layer.Path}.");
                    w.Line($"public static global::SsnGen.Training.SsnKernel {layer.Identifier} => {plan.Kernels[layer.Normalization!.Kernel].ClassName}.Instance;");
                    w.Line();
                }

                for (var i = 0; i < plan.Kernels.Length; i++)
                {
                    if (i > 0)
                    {
                        w.Line();
                    }

                    KernelEmitter.Emit(w, plan.Kernels[i]);
                }
            }
        }
    }
}

using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Cpu;

/// <summary>Emits the training kernels of a network, one nested class per specialization.</summary>
internal static class KernelsEmitter
{
    public static void Emit(SourceWriter w, ModelPlan plan)
    {
        using (w.Open(plan.Modifiers + " class " + plan.Name))
        {
            w.Summary("The training kernels of this network, one class per specialization; layers that agree in all of it share one.");
            w.Line("[global::System.Diagnostics.CodeAnalysis.SuppressMessage(\"Design\", \"CA1034\", Justification = \"A network's kernels belong to the network.\")]");
            using (w.Open("public static class Kernels"))
            {
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

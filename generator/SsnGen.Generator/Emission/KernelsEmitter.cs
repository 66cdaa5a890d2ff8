using SsnGen.Generator.Emission.Cpu;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission;

/// <summary>Emits the training kernels of a network: one class per specialization, one property per layer.</summary>
internal static class KernelsEmitter
{
    private static readonly string[] Taken = ["Ssn_C", "GpuSsn_C", "GpuHalfSsn_C", "get_"];

    public static void Emit(SourceWriter w, ModelPlan plan)
    {
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        Aliases.OfKernels(w);
        EmitClass(
            w,
            plan,
            "Kernels",
            "The training kernels, on the CPU: one per specialization, shared by the layers that agree in all its constants.",
            "global::SsnGen.Training.SsnKernel",
            static kernel => kernel.ClassName,
            KernelEmitter.Emit);
    }

    /// <summary>Emits the kernels for one kind of device as a class inside of the model's.</summary>
    /// <param name="type">The type that the kernels derive from.</param>
    /// <param name="className">The name of the class of one of them.</param>
    /// <param name="emit">Emits one of these classes.</param>
    internal static void EmitClass(
        SourceWriter w, ModelPlan plan, string name, string summary, string type, Func<KernelPlan, string> className, Action<SourceWriter, KernelPlan> emit)
    {
        using var model = w.Open(plan.Modifiers + " class " + plan.CodeName);
        w.Summary(summary);
        using var kernels = w.Open("public static class " + name);
        foreach (var layer in plan.Layers.Where(static l => l.Normalization is not null))
        {
            w.Summary($"The kernel of {layer.Path}.");
            w.Line($"public static {type} {Property(layer.Identifier)} => {className(plan.Kernels[layer.Normalization!.Kernel])}.Instance;");
            w.Line();
        }

        for (var i = 0; i < plan.Kernels.Length; i++)
        {
            if (i > 0)
            {
                w.Line();
            }

            emit(w, plan.Kernels[i]);
        }
    }

    /// <summary>The property that holds the kernel of a layer.</summary>
    /// <param name="identifier">The identifier of the layer.</param>
    /// <remarks>
    /// It is the layer's identifier. One that begins as the classes beside it do, or as the accessors of properties, has one
    /// underscore more in front; so have those that come to begin so without their underscores, so that none falls on another.
    /// </remarks>
    public static string Property(string identifier)
    {
        var name = identifier.TrimStart('_');
        return Taken.Any(t => name.StartsWith(t, StringComparison.Ordinal)) ? "_" + identifier : Identifier.Of(identifier);
    }
}

using SsnGen.Generator.Emission.Cpu;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;
using SsnGen.Inference;

namespace SsnGen.Generator.Emission;

/// <summary>Emits the training kernels of a network: one class per specialization, one property per layer.</summary>
internal static class KernelsEmitter
{
    private static readonly string[] Taken = ["Ssn_C", "GpuSsn_C", "get_"];

    /// <summary>Emits the complete file of one model.</summary>
    /// <param name="kernels">Its kernels.</param>
    public static void Emit(SourceWriter w, ModelPlan model, EquatableArray<KernelPlan> kernels)
    {
        EmittedFile.Head(w, model.Namespace, model.Warnings);
        Aliases.OfKernels(w);
        EmitClass(
            w,
            model,
            "Kernels",
            "The training kernels, on the CPU: one per specialization, shared by the layers that agree in all its constants.",
            "global::SsnGen.Training.SsnKernel",
            kernels,
            static kernel => kernel.ClassName,
            KernelEmitter.Emit,
            writer => EmitCommon(writer, kernels));
    }

    /// <summary>Emits what kernels over the same normalizers derive from.</summary>
    internal static void EmitCommon(SourceWriter w, IEnumerable<KernelPlan> kernels)
    {
        foreach (var omega in kernels.Select(static k => k.Omega).Distinct())
        {
            w.Line();
            OmegaEmitter.Emit(w, omega);
        }
    }

    /// <summary>Emits the kernels for one kind of device as a class inside of the model's.</summary>
    /// <param name="type">The type that the kernels derive from.</param>
    /// <param name="kernels">The kernels, in the order of <see cref="ModelPlan.Kernels"/>.</param>
    /// <param name="className">The name of the class of one of them.</param>
    /// <param name="emit">Emits one of these classes; null where they stand elsewhere.</param>
    /// <param name="emitCommon">Emits what they have in common, before them.</param>
    internal static void EmitClass<T>(
        SourceWriter w, ModelPlan model, string name, string summary, string type, EquatableArray<T> kernels, Func<T, string> className, Action<SourceWriter, T>? emit = null,
        Action<SourceWriter>? emitCommon = null)
    {
        using var outer = w.Open(model.Modifiers + " class " + model.CodeName);
        w.Summary(summary);
        EmittedFile.Mark(w);
        using var inner = w.Open("public static class " + name);
        w.Line($"static {name}() => global::SsnGen.Inference.Contract.Require({Literal.Of(Contract.Number)});");
        foreach (var layer in model.Layers.Where(static l => l.Normalization is not null))
        {
            w.Line();
            w.Summary($"The kernel of {layer.Path}.");
            w.Line($"public static {type} {Property(layer.Identifier)} => {className(kernels[layer.Normalization!.Kernel])}.Instance;");
        }

        emitCommon?.Invoke(w);
        if (emit is null)
        {
            return;
        }

        foreach (var kernel in kernels)
        {
            w.Line();
            emit(w, kernel);
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

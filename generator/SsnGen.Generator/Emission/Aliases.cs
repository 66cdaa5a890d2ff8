using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>The aliases by which emitted code names types that it uses on nearly every line.</summary>
/// <remarks>
/// They stand for namespaces, since what is left of <c>::</c> is looked up among aliases and nowhere else. An alias of a type would
/// be an error beside a class of its name in the model's namespace, and inside of the model it would mean a layer of its name. Only
/// a model in the global namespace meets other aliases at all, those of <c>global using</c>: hence names that nobody else gives.
/// Code in a file with aliases says where a class of the model's namespace is, which may be called as an alias is.
/// </remarks>
internal static class Aliases
{
    /// <summary>Writes that of the training kernels on the processor.</summary>
    public static void OfKernels(SourceWriter w)
    {
        w.Line("using vN = global::System.Numerics;");
        w.Line();
    }

    /// <summary>Writes those of the collapsed network on the processor.</summary>
    public static void OfVectors(SourceWriter w)
    {
        w.Line("// vN: vectors as wide as the machine's, for what memory bounds; vW: vectors of a fixed width, for tiles.");
        w.Line("using vN = global::System.Numerics;");
        w.Line("using vW = global::System.Runtime.Intrinsics;");
        w.Line();
    }

    /// <summary>Writes those of code for graphics processors.</summary>
    public static void OfGpu(SourceWriter w)
    {
        w.Line("using ilGpu = global::ILGPU;");
        w.Line("using onGpu = global::SsnGen.Gpu.Kernels;");
        w.Line("using ssnGpu = global::SsnGen.Gpu;");
        w.Line();
    }
}

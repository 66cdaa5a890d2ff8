using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

/// <summary>
/// Writes the class of one specialization of the training kernels: the loops that <c>SsnKernel</c> puts in order. The
/// moments, the output, and the gradients are each written in a part of their own; what follows from moments, by <see cref="OmegaEmitter"/>.
/// </summary>
/// <remarks>
/// Slabs of at least <see cref="KernelPlan.VectorSlab"/> values are walked in vectors, with a last vector that overlaps
/// the one before it; slabs of a single value in vectors across slabs; what is between value by value, summed in double.
/// </remarks>
internal static partial class KernelEmitter
{
    private const string Pass = "global::SsnGen.Training.SsnPass pass";
    private const string Lanes = "vN::Vector<float>";
    private const string Optimized = "[global::System.Runtime.CompilerServices.MethodImpl(Optimized)]";
    public const string Inlined = "[global::System.Runtime.CompilerServices.MethodImpl(Inlined)]";

    /// <summary>Writes the class.</summary>
    public static void Emit(SourceWriter w, KernelPlan plan)
    {
        var shape = new KernelShape(plan);
        KernelDocumentation.Emit(w, shape);
        using (w.Open($"private sealed unsafe class {plan.ClassName} : {OmegaEmitter.ClassName(plan.Omega)}"))
        {
            EmitConstants(w, shape);
            EmitConstructor(w, plan);
            EmitSlabMoments(w, shape);
            EmitNormalize(w, shape);
            EmitSlabGradients(w, shape);
            EmitDifferentiate(w, shape);
            EmitOutputStep(w, shape);
            EmitGradientStep(w, shape);
        }
    }

    private static void EmitConstants(SourceWriter w, KernelShape shape)
    {
        var plan = shape.Plan;
        w.Line("private const int C = " + Literal.Of(plan.Channels) + ";");
        w.Line("private const int S = " + Literal.Of(plan.SlabSize) + ";");
        if (shape.Plan.Has(Normalizer.Group))
        {
            w.Line("private const int G = " + Literal.Of(plan.Groups) + ";");
            w.Line("private const int GroupChannels = C / G;");
        }

        if (shape.Plan.Blocks > 1)
        {
            w.Line();
            w.Line("// A slab is measured in blocks that fit the first-level cache; the last one takes up what is left.");
            w.Line("private const int Block = " + Literal.Of(KernelPlan.Block) + ";");
            w.Line("private const int LastBlock = S - (" + Literal.Of(shape.Plan.Blocks - 1) + " * Block);");
        }

        w.Line();
    }

    private static void EmitConstructor(SourceWriter w, KernelPlan plan)
    {
        using (w.Open($"private {plan.ClassName}()\n    : base(\n        channels: C,\n        slabSize: S,\n"
            + $"        groups: {Literal.Of(plan.Groups)},\n"
            + $"        epsilon: {Literal.Of(plan.Epsilon)},\n"
            + $"        bessel: {Literal.Of(plan.Bessel)},\n"
            + $"        activation: {plan.Activation?.Code ?? "null"},\n"
            + $"        hasResidual: {Literal.Of(plan.Residual)})"))
        {
        }

        w.Line();
        w.Summary("The one instance: a kernel holds no state.");
        w.Line($"public static {plan.ClassName} Instance {{ get; }} = new();");
    }

    /// <summary>Opens a method over a range, with its documentation.</summary>
    public static SourceWriter.Block Method(SourceWriter w, string name, string remarks)
    {
        w.Line();
        w.Line("/// <inheritdoc/>");
        w.Line("/// <remarks>" + SourceWriter.Escape(remarks) + "</remarks>");
        w.Line(Optimized);
        return w.Open($"protected override void {name}({Pass}, int first, int limit)");
    }

    /// <summary>Opens an inlined helper, with its documentation.</summary>
    private static SourceWriter.Block Helper(SourceWriter w, string signature, string summary)
    {
        w.Line();
        w.Summary(summary);
        w.Line(Inlined);
        return w.Open("private static " + signature);
    }
}

using SsnGen.Generator.Emission.Cpu;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>Writes the class of one specialization of the GPU kernels: explicitly grouped, striding over the grid.</summary>
internal static partial class GpuKernelEmitter
{
    /// <summary>Tells the class from that of the same specialization on the CPU.</summary>
    public const string ClassPrefix = "Gpu";

    /// <summary>Writes the class.</summary>
    public static void Emit(SourceWriter w, KernelPlan plan)
    {
        var shape = new GpuShape(plan);
        var cpu = new KernelShape(plan);
        w.Summary(
            $"SSN of [N, {Literal.Of(plan.Channels)}, {Literal.Of(plan.SlabSize)}], forward: t = {cpu.Formula}; y = {cpu.ActivationFormula}.\n"
            + $"A {(shape.IsGroupPerSlab ? "group" : "warp")} works on a slab, each thread on {Literal.Of(shape.Unrolled)} {(shape.Width == 4 ? "vectors of four floats" : "floats")} at a time.");
        w.Line("/// <remarks>");
        w.Line($"/// Reads x twice{(plan.Residual ? " and the residual once" : "")}, writes y. A thread measures what it holds in registers in two passes; sums over threads,");
        w.Line("/// merges (Chan, Golub and LeVeque, 1979) and all that follows from moments are double.");
        w.Line("/// </remarks>");
        using (w.Open($"public sealed class {ClassPrefix}{plan.ClassName} : global::SsnGen.Gpu.GpuSsnKernel"))
        {
            EmitConstants(w, shape);
            w.Line();
            using (w.Open($"private {ClassPrefix}{plan.ClassName}()\n    : base(Kernels.{plan.ClassName}.Instance, isGroupPerSlab: {Literal.Of(shape.IsGroupPerSlab)}, vectorWidth: {Literal.Of(shape.Width)})"))
            {
            }

            w.Line();
            w.Summary("The one instance: it holds no state.");
            w.Line($"public static {ClassPrefix}{plan.ClassName} Instance {{ get; }} = new();");
            EmitSteps(w, shape);
            EmitSlabMoments(w, shape);
            EmitSampleMoments(w, shape);
            EmitBatchMoments(w, shape);
            EmitCoefficients(w, shape);
            EmitNormalize(w, shape, cpu);
        }
    }

    private static void EmitConstants(SourceWriter w, GpuShape shape)
    {
        w.Line("private const int C = " + Literal.Of(shape.Plan.Channels) + ";");
        w.Line("private const int S = " + Literal.Of(shape.Plan.SlabSize) + ";");
        w.Line("private const int Vectors = " + Literal.Of(shape.Vectors) + ";");
        if (shape.Has(Normalizer.Group))
        {
            w.Line("private const int G = " + Literal.Of(shape.Plan.Groups) + ";");
            w.Line("private const int GroupChannels = C / G;");
        }
    }

    private static void EmitSteps(SourceWriter w, GpuShape shape)
    {
        Step("SlabMomentsKernel", "Floats, Moments, int", "ComputeSlabMoments", "");
        if (shape.Has(Normalizer.Layer) || shape.Has(Normalizer.Group))
        {
            Step("SampleMomentsKernel", "Moments, int", "PoolSampleMoments", "?");
        }

        if (shape.Has(Normalizer.Batch))
        {
            Step("BatchMomentsKernel", "Moments, Parameters, int, int", "PoolBatchMoments", "?");
        }

        Step("CoefficientsKernel", "Moments, Parameters, Vectors4, int", "ComputeCoefficients", "");
        Step("NormalizeKernel", "Floats, Floats, Floats, Vectors4, int", "Normalize", "");

        void Step(string property, string parameters, string method, string nullable)
        {
            w.Line();
            w.Line("/// <inheritdoc/>");
            w.Line($"protected override global::System.Action<{parameters}>{nullable} {property} => {method};");
        }
    }

    /// <summary>Opens a kernel, with its documentation.</summary>
    private static SourceWriter.Block Kernel(SourceWriter w, string signature, string remarks)
    {
        w.Line();
        w.Line("/// <summary>" + SourceWriter.Escape(remarks) + "</summary>");
        return w.Open("private static void " + signature);
    }

    /// <summary>Opens the loop over the slabs of this warp or group, which declares the place of this thread.</summary>
    private static SourceWriter.Block Slabs(SourceWriter w, GpuShape shape)
    {
        var loop = w.Open(shape.IsGroupPerSlab
            ? "for (var k = Grid.IdxX; k < slabs; k += Grid.DimX)"
            : "for (var k = Lanes.WarpIndex; k < slabs; k += Lanes.WarpCount)");
        w.Line(shape.IsGroupPerSlab ? "var lane = Group.IdxX;\nvar lanes = Group.DimX;" : "var lane = Warp.LaneIdx;\nvar lanes = Warp.WarpSize;");
        w.Line("var start = (long)k * Vectors;");
        return loop;
    }

    /// <summary>Opens the loop over what the threads read at once, which declares the place of each vector.</summary>
    private static SourceWriter.Block Chunks(SourceWriter w, GpuShape shape)
    {
        var loop = w.Open($"for (var first = 0; first < Vectors; first += {Literal.Of(shape.Unrolled)} * lanes)");
        for (var u = 0; u < shape.Unrolled; u++)
        {
            w.Line(u == 0 ? "var i0 = first + lane;" : $"var i{Literal.Of(u)} = i{Literal.Of(u - 1)} + lanes;");
        }

        return loop;
    }

    /// <summary>Opens the loop over what each thread does alone.</summary>
    private static SourceWriter.Block Items(SourceWriter w, string index, string count) =>
        w.Open($"for (var {index} = (Grid.IdxX * Group.DimX) + Group.IdxX; {index} < {count}; {index} += Grid.DimX * Group.DimX)");

    /// <summary>Reads all vectors of a thread, back to back.</summary>
    private static void EmitLoads(SourceWriter w, GpuShape shape, string name, string view)
    {
        for (var u = 0; u < shape.Unrolled; u++)
        {
            w.Line($"var {name}{Literal.Of(u)} = Lanes.Load({view}, start, i{Literal.Of(u)}, Vectors);");
        }
    }

    /// <summary>The tensor as what is read at once.</summary>
    private static string View(GpuShape shape, string tensor) => shape.Width == 4 ? $"{tensor}.Cast<Float4>()" : tensor;

    /// <summary>A sum of one term for each vector of a thread.</summary>
    private static string Total(GpuShape shape, Func<string, string> term) =>
        string.Join(" + ", Enumerable.Range(0, shape.Unrolled).Select(u => term(Literal.Of(u))));
}

using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>Writes the class of one specialization of the GPU kernels: explicitly grouped, striding over the grid.</summary>
internal static partial class GpuKernelEmitter
{
    /// <summary>Writes the class.</summary>
    /// <param name="description">The kernel on the processor that describes it, as code.</param>
    public static void Emit(SourceWriter w, GpuKernelPlan plan, string description)
    {
        var shape = new GpuShape(plan);
        var kernel = plan.Kernel;
        w.Summary(
            $"SSN of [N, {Literal.Of(kernel.Channels)}, {Literal.Of(kernel.SlabSize)}]: t = {shape.Cpu.Formula}; y = {shape.Cpu.ActivationFormula}.\n"
            + $"{Sharing(plan.Slab, plan.Width)} at a time.");
        w.Line("/// <remarks>");
        w.Line($"/// Forward reads x twice{(shape.Residual ? " and the residual once" : "")} and writes y; backward reads {shape.Cpu.Reads} twice and writes");
        w.Line($"/// ∂x{(shape.Residual ? " and ∂residual" : "")}. Where slabs are all that is normalized over, each reads once. A thread measures what it holds in");
        w.Line("/// registers in two passes; merges (Chan, Golub and LeVeque, 1979), sums over threads and all that follows from them are double.");
        w.Line("/// </remarks>");
        var type = plan.ClassName;
        var head = $"private sealed class {type} : global::SsnGen.Gpu.GpuSsnKernel<float>";
        if (plan.IsOfAnyStorage)
        {
            type += "<T, TVector, TStorage>";
            w.Line("/// <typeparam name=\"T\">What tensors are stored as.</typeparam>");
            w.Line("/// <typeparam name=\"TVector\">Four values that are read at once.</typeparam>");
            w.Line("/// <typeparam name=\"TStorage\">How they become floats, and floats they.</typeparam>");
            head = $"internal sealed class {type} : global::SsnGen.Gpu.GpuSsnKernel<T>\n    where T : unmanaged\n    where TVector : unmanaged\n    where TStorage : onGpu::IGpuStorage<T, TVector>";
        }

        using (w.Open(head))
        {
            EmitConstants(w, shape);
            w.Line();
            using (w.Open($"private {plan.ClassName}()\n    : base({description}, vectorWidth: {Literal.Of(plan.Width)})"))
            {
            }

            w.Line();
            w.Summary("The one instance: it holds no state.");
            w.Line($"public static {type} Instance {{ get; }} = new();");
            EmitThreads(w, plan);
            EmitSteps(w, shape);
            EmitSlabMoments(w, shape);
            EmitPoolMoments(w, shape);
            EmitNormalize(w, shape);
            EmitNormalizeSlabs(w, shape);
            EmitNormalizeWholes(w, shape);
            EmitCoefficients(w, shape);
            EmitSlabGradients(w, shape);
            EmitPoolGradients(w, shape);
            EmitDifferentiate(w, shape);
            EmitDifferentiateSlabs(w, shape);
            EmitRatioGradients(w, shape);
            EmitGradientStep(w, shape);
        }
    }

    private static string Sharing(GpuThreadsPlan threads, int width)
    {
        var (one, many) = width == 4 ? ("one vector of four values", "vectors of four values") : ("one value", "values");
        return $"A {(threads.IsGroup ? $"group of {Literal.Of(threads.Threads)} threads" : "warp")} works on a slab, each thread on "
            + (threads.Unrolled == 1 ? one : Literal.Of(threads.Unrolled) + " " + many);
    }

    private static void EmitConstants(SourceWriter w, GpuShape shape)
    {
        w.Line($"private const int C = {Literal.Of(shape.Plan.Kernel.Channels)};");
        w.Line($"private const int S = {Literal.Of(shape.Plan.Kernel.SlabSize)};");
        w.Line($"private const int K = {Literal.Of(shape.Plan.Kernel.Omega.Length)};");
        w.Line($"private const int Vectors = {Literal.Of(shape.Plan.Vectors)};");
        if (shape.Has(Normalizer.Group))
        {
            w.Line($"private const int G = {Literal.Of(shape.Plan.Kernel.Groups)};");
            w.Line("private const int GroupChannels = C / G;");
        }

        for (var i = 0; i < shape.Plan.Kernel.Omega.Length; i++)
        {
            w.Line($"private const int {shape.Plan.Kernel.Omega[i]}Ratio = {Literal.Of(i)};");
        }
    }

    private static void EmitThreads(SourceWriter w, GpuKernelPlan plan)
    {
        foreach (var (name, threads, nullable) in new[] { ("Slab", plan.Slab, ""), ("Gradient", plan.Gradient, ""), ("Sample", plan.Sample, "?"), ("Group", plan.Group, "?") })
        {
            if (threads is { } t)
            {
                w.Line();
                w.Line("/// <inheritdoc/>");
                w.Line($"protected override ssnGpu::GpuThreads{nullable} {name}Threads => new ssnGpu::GpuThreads(IsGroup: {Literal.Of(t.IsGroup)}, Count: {Literal.Of(t.Threads)});");
            }
        }
    }

    private static void EmitSteps(SourceWriter w, GpuShape shape)
    {
        const string Moments = "onGpu::GpuMoments, ssnGpu::GpuSsnParameters";
        const string Gradients = Moments + ", onGpu::GpuGradientSums";
        var (three, five) = (Tensors(3), Tensors(5));
        Step("SlabMomentsKernel", $"{Tensors(1)}, {Moments}, ssnGpu::GpuSsnGates, int, int", "ComputeSlabMoments");
        Step("PoolMomentsKernel", $"{Moments}, int, int", "PoolMoments", shape.Plan.Pools ? "?" : null);
        Step("NormalizeKernel", $"{three}, {Moments}, int", "Normalize");
        Step("NormalizeSlabsKernel", $"{three}, {Moments}, int", "NormalizeSlabs", shape.Has(Normalizer.Instance) ? "?" : null);
        Step("NormalizeSamplesKernel", $"{three}, {Moments}, int", "NormalizeSamples", shape.Plan.Sample is null ? null : "?");
        Step("NormalizeGroupsKernel", $"{three}, {Moments}, int", "NormalizeGroups", shape.Plan.Group is null ? null : "?");
        Step("SlabGradientsKernel", $"{three}, onGpu::GpuMoments, onGpu::GpuGradientSums, int", "ComputeSlabGradients");
        Step("PoolGradientsKernel", $"{Gradients}, ssnGpu::GpuSsnGradients, int", "PoolGradients");
        Step("DifferentiateKernel", $"{five}, {Gradients}, ssnGpu::GpuSsnGates, ssnGpu::GpuSsnGradients, int, int", "Differentiate");
        Step("DifferentiateSlabsKernel", $"{five}, {Gradients}, int", "DifferentiateSlabs", shape.Plan.IsSlabwiseEver ? "?" : null);

        string Tensors(int count) => string.Join(", ", Enumerable.Repeat(shape.Tensor, count));

        void Step(string property, string parameters, string method, string? nullable = "")
        {
            if (nullable is not null)
            {
                w.Line();
                w.Line("/// <inheritdoc/>");
                w.Line($"protected override global::System.Action<{(IsLong(parameters) ? "\n    " : "")}{parameters}>{nullable} {property} => {method};");
            }
        }
    }

    /// <summary>Opens a kernel, with its documentation.</summary>
    private static SourceWriter.Block Kernel(SourceWriter w, string name, string parameters, string remarks, string result = "void")
    {
        w.Line();
        w.Line("/// <summary>" + SourceWriter.Escape(remarks) + "</summary>");
        return w.Open($"private static {result} {name}({(IsLong(parameters) ? "\n    " + parameters.Replace(", ", ",\n    ") : parameters)})");
    }

    /// <summary>Whether a list is too long for the line that it belongs to: as of floats, so that lines break alike where one text serves halves too.</summary>
    private static bool IsLong(string list) => list.Replace("<T>", "<float>").Length > 110;

    /// <summary>
    /// Opens the loop over the items (slabs, samples, groups) of this warp or group, which declares the place of this thread.
    /// </summary>
    /// <param name="last">Whether it begins at the end, which caches still hold from the walk before.</param>
    /// <param name="spare">Whether the first group of threads takes no part.</param>
    private static SourceWriter.Block Items(SourceWriter w, GpuThreadsPlan threads, string index, string count, bool last = false, bool spare = false)
    {
        var (first, stride) = threads.IsGroup
            ? spare ? ("(ilGpu::Grid.IdxX - 1)", "ilGpu::Grid.DimX - 1") : ("ilGpu::Grid.IdxX", "ilGpu::Grid.DimX")
            : spare ? ("(onGpu::GpuLanes.WarpIndex - onGpu::GpuLanes.WarpsPerGroup)", "onGpu::GpuLanes.WarpCount - onGpu::GpuLanes.WarpsPerGroup") : ("onGpu::GpuLanes.WarpIndex", "onGpu::GpuLanes.WarpCount");
        var loop = w.Open(last
            ? $"for (int {index} = {count} - 1 - {first}; {index} >= 0; {index} -= {stride})"
            : $"for (int {index} = {first.Trim('(', ')')}; {index} < {count}; {index} += {stride})");
        w.Line(threads.IsGroup ? "int lane = ilGpu::Group.IdxX;\nint lanes = ilGpu::Group.DimX;" : "int lane = ilGpu::Warp.LaneIdx;\nint lanes = ilGpu::Warp.WarpSize;");
        return loop;
    }

    /// <summary>Declares the shared memory of sums over a group.</summary>
    private static void EmitShared(SourceWriter w, GpuThreadsPlan threads)
    {
        if (threads.IsGroup)
        {
            w.Line("ilGpu::ArrayView<double> shared = ilGpu::SharedMemory.Allocate<double>(onGpu::GpuLanes.MostWarps);");
        }
    }

    /// <summary>Declares tensors as what is read at once.</summary>
    private static void EmitViews(SourceWriter w, GpuShape shape, params (string Name, string? Tensor)[] views)
    {
        foreach (var (name, tensor) in views)
        {
            if (tensor is not null)
            {
                w.Line($"{shape.ViewType} {name} = {shape.View(tensor)};");
            }
        }
    }

    /// <summary>Opens the loop over what a thread reads at once: <c>i0</c>, <c>i1</c>, … are its vectors.</summary>
    private static SourceWriter.Block Chunks(SourceWriter w, GpuThreadsPlan threads, string end)
    {
        var loop = w.Open($"for (int i0 = lane; i0 < {end}; i0 += {Step(threads)})");
        EmitPlaces(w, threads);
        return loop;
    }

    /// <summary>
    /// Opens the same loop where what its first turn works on has been read before: while it is under way, other things are
    /// computed.
    /// </summary>
    /// <param name="names">Variables and views to read again.</param>
    private static SourceWriter.Block ChunksFrom(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string end, params (string Name, string? View)[] names)
    {
        var loop = Chunks(w, threads, end);
        EmitReloads(w, shape, threads, end, "lane", names);
        return loop;
    }

    /// <summary>
    /// Opens the same loop from its end: what the loop before it has read last is still in registers, and is read again only
    /// before that.
    /// </summary>
    /// <param name="names">Variables and views to read again.</param>
    private static SourceWriter.Block ChunksAgain(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string end, params (string Name, string? View)[] names)
    {
        w.Line();
        w.Line($"int step = {Step(threads)};\nint last = lane < {end} ? lane + (({end} - 1 - lane) / step * step) : lane;");
        var loop = w.Open("for (int i0 = last; i0 >= 0; i0 -= step)");
        EmitPlaces(w, threads);
        EmitReloads(w, shape, threads, end, "last", names);
        return loop;
    }

    private static void EmitReloads(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string end, string held, (string Name, string? View)[] names)
    {
        using (w.Open($"if (i0 != {held})"))
        {
            foreach (var (name, view) in names)
            {
                EmitLoads(w, shape, threads, name, view, end, type: null);
            }
        }

        w.Line();
    }

    private static void EmitPlaces(SourceWriter w, GpuThreadsPlan threads)
    {
        for (var u = 1; u < threads.Unrolled; u++)
        {
            w.Line($"int i{Literal.Of(u)} = i{Literal.Of(u - 1)} + lanes;");
        }
    }

    /// <summary>Declares the variables of all vectors of a thread.</summary>
    private static void EmitHeld(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, params string?[] names)
    {
        foreach (var name in names)
        {
            for (var u = 0; name is not null && u < threads.Unrolled; u++)
            {
                w.Line($"{shape.Value} {name}{Literal.Of(u)} = default({shape.Value});");
            }
        }
    }

    /// <summary>Reads the first vectors of a thread ahead of the loop over them; nothing where there is no view.</summary>
    private static void EmitFirstLoads(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string name, string? view, string end)
    {
        for (var u = 0; view is not null && u < threads.Unrolled; u++)
        {
            var place = u switch { 0 => "lane", 1 => "lane + lanes", _ => $"lane + ({Literal.Of(u)} * lanes)" };
            w.Line($"{shape.Value} {name}{Literal.Of(u)} = {shape.Storage}.Load({view}, start, {place}, {end});");
        }
    }

    /// <summary>Reads all vectors of a thread, back to back; nothing where there is no view.</summary>
    /// <param name="type">The type of the variables where they are declared here, or null.</param>
    private static void EmitLoads(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string name, string? view, string end, string? type)
    {
        for (var u = 0; view is not null && u < threads.Unrolled; u++)
        {
            var n = Literal.Of(u);
            w.Line($"{(type is null ? "" : type + " ")}{name}{n} = {shape.Storage}.Load({view}, start, i{n}, {end});");
        }
    }

    /// <summary>Values from one turn of a thread to its next.</summary>
    private static string Step(GpuThreadsPlan threads) => threads.Unrolled == 1 ? "lanes" : $"{Literal.Of(threads.Unrolled)} * lanes";

    /// <summary>A sum of one term for each vector of a thread.</summary>
    private static string Total(GpuThreadsPlan threads, Func<string, string> term)
    {
        var total = string.Join(" + ", Enumerable.Range(0, threads.Unrolled).Select(u => term(Literal.Of(u))));
        return threads.Unrolled == 1 ? total : $"({total})";
    }

    /// <summary>The importance-weighted sum of one expression per normalizer; normalizers without one have no part in it.</summary>
    private static string Mixture(GpuShape shape, string moment, Func<Normalizer, string?> value)
    {
        var terms = shape.Plan.Kernel.Omega
            .Select(n => (Normalizer: n, Value: value(n)))
            .Where(static t => t.Value is not null)
            .Select(t => $"onGpu::GpuLanes.Weighted(parameters.{moment}Ratios[{t.Normalizer}Ratio], {t.Value})")
            .ToArray();
        return terms.Length == 0 ? "0.0" : string.Join("\n    + ", terms);
    }
}

using System.Globalization;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Torch;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>Schedules as text, for snapshots that show what was decided beside those of what was written.</summary>
internal static class ScheduleText
{
    public static string Describe(ModelSchedule schedule) => string.Join(
        "\n\n",
        new[]
        {
            schedule.Kernels.Length == 0 ? null : "training kernels" + Lines(schedule.Kernels.Select(Kernel)),
            schedule.Inference is { } inference ? Inference(inference) : null,
            schedule.Normalization is { } normalization ? "normalization alone: " + Collapse(normalization) : null,
            schedule.Module is { } module ? "module" + Lines(module.Steps.Select(s => Module(schedule.Model, s))) : null,
            schedule.GpuKernels.Length == 0 ? null : "training kernels on graphics processors" + Lines(schedule.GpuKernels.Select(GpuKernel)),
            schedule.GpuNetwork is { } network ? Gpu(network) : null,
        }.Where(static part => part is not null)) + "\n";

    private static string Kernel(KernelPlan k) =>
        $"{k.ClassName}: {(k.IsRow ? "rows" : k.IsVector ? "vectors" : "scalars")}, {Text(k.Blocks)} blocks{(k.Prefetches ? ", prefetches" : "")}{(k.Streams ? ", streams" : "")}, "
        + $"backward reads {(k.ReadsOutput ? "y" : k.ReadsResidual ? "the residual" : "x alone")}";

    private static string Inference(InferencePlan plan) =>
        $"inference: arena of {Text(plan.ArenaLength)} floats, {Text(plan.ScratchLength)} of them scratch; {Text(plan.ParametersLength)} of parameters; batches from {Text(plan.MinimumBatch)} on are shared out"
        + Lines(plan.Steps.SelectMany(s => Step(plan, s)).Prepend("input " + string.Join(", ", plan.Inputs)))
        + "\ntiles" + Lines(plan.Tiles.Select(Tile));

    private static IEnumerable<string> Step(InferencePlan plan, StepPlan step)
    {
        yield return $"{step.Layer.Path}: {string.Join(" and ", step.Sources)} -> {step.Output}{(step.IsInPlace ? ", side by side" : "")}{(step.Factor is { } f ? $", times {f}" : "")}{(step.Residual is { } r ? $", adds {r}" : "")}{(step.Pooling is not null ? ", runs the pooling behind it" : "")}{(step.PooledBy is not null ? ", runs with the layer before it" : "")}";
        if (step.Convolution is { } c)
        {
            yield return $"    {(c.Winograd is { } w ? $"Winograd, strips of {Text(w.StripRows)} of {Text(w.Rows)} rows of {Text(w.Columns)} tiles" : "direct")}, {Text(c.Units)} units of {Text(c.UnitBlocks)} blocks{(c.IsDepthwise ? ", depthwise" : "")}, weights at {Text(c.WeightsOffset)}, bias at {Text(c.BiasOffset)}";
            foreach (var row in c.Rows.Where(static r => r.Width == VectorWidth.Bits512))
            {
                yield return $"    rows of {Text(row.Count)} x {Text(row.Main.Pixels)}{(row.Rest is { } rest ? " + " + Text(rest.Pixels) : "")} pixels";
            }
        }

        if (step.Normalization.Scope != CollapseScope.None)
        {
            yield return "    " + Collapse(step.Normalization);
        }

        yield return "    " + string.Join(", ", step.Phases.Select(p => $"{p.Kind} in {Text(p.Jobs)}{(step.IsParallel && p.IsShared ? " shared" : "")}"));
    }

    private static string Collapse(CollapsePlan plan) =>
        $"{plan.Scope}: {plan.Live}; parameters at {Text(plan.ParametersOffset)}{(plan.NeedsMoments ? $", moments at {Text(plan.MomentsOffset)}" : "")}";

    private static string Tile(TilePlan tile) =>
        $"{Text((int)tile.Width)}: {Text(tile.Pixels)} pixels x {Text(tile.Blocks)} blocks, {Text(tile.KernelHeight)}x{Text(tile.KernelWidth)} stride {Text(tile.Stride)} dilation {Text(tile.Dilation)} of {Text(tile.InputChannels)}{(tile.IsDepthwise ? " depthwise" : "")}, "
        + $"{Text(tile.Chains)} sums each{(tile.HasBias ? ", bias" : "")}{(tile.Residual ? ", residual" : "")}, {tile.Activation?.ToString() ?? "no activation"}";

    private static string Module(ModelPlan model, ModuleStep step) =>
        $"{step.Layer.Path}: source {(step.Sources.Length > 1 ? step.Sources + " " : "")}{step.Source}{string.Concat(step.Layer.Tail.Steps.Where(static t => t.Operand is not null).Zip(step.Operands, static (t, view) => $", {(t is TailStep.Multiply ? "factor" : "residual")} {view}"))}{(step.IsEmpty ? ", empty" : "")}{(step.Released.Length == 0 ? "" : ", releases " + string.Join(", ", step.Released.Select(i => model.Layers[i].Path)))}";

    private static string GpuKernel(GpuKernelPlan plan) =>
        $"{plan.ClassName}{(plan.IsOfAnyStorage ? ", of floats and halves" : "")}: {Text(plan.Width)} at once; slab {Threads(plan.Slab)}; gradient {Threads(plan.Gradient)}; sample {Threads(plan.Sample)}; group {Threads(plan.Group)}";

    private static string Threads(GpuThreadsPlan? threads) =>
        threads is { } t ? $"{(t.IsGroup ? "group" : "warp")} of {Text(t.Threads)} x {Text(t.Unrolled)}" : "none";

    private static string Gpu(GpuPlan plan) =>
        $"network on graphics processors: arena of {Text(plan.ArenaLength)} floats per sample, at most {Text(plan.MostSamples)} samples"
        + Lines(plan.Steps.Select(s => $"{s.Layer.Path}: {string.Join(" and ", s.Sources.Select(Tensor))} -> {Tensor(s.Output)}{(s.Factor is { } f ? $", times {Tensor(f)}" : "")}{(s.Residual is { } r ? $", adds {Tensor(r)}" : "")}; {s.Collapse.Scope}"))
        + "\nits kernels" + Lines(plan.Kernels.Select(static k => $"{Device(k)}, {Text(k.Items)} items"));

    private static string Device(DeviceKernel kernel) => kernel switch
    {
        TileKernel k => $"tile {k.Input} -> {k.Output}, {k.Window}, {Text(k.Groups)} groups: {Text(k.Vectors)} x {Text(k.Width)} channels of {Text(k.Pixels)} pixels{(k.StoresVectors ? ", stored at once" : "")}; {End(k.End)}",
        UnfoldKernel k => $"unfold {k.Input} to {Text(k.Output.Height)}x{Text(k.Output.Width)}, {k.Window}",
        FinishKernel k => $"finish {Text(k.Channels)} x {Text(k.SlabSize)}, {Text(k.Width)} at once; {(k.Factor == Factor.None ? "" : $"times {k.Factor}; ")}{End(k.End)}",
        JoinKernel k => $"{k.Part} as channels of {k.Output} from {Text(k.First)} on; {End(k.End)}",
        ProduceKernel k => $"{k.Producer.Words}, {k.Input} -> {k.Output}; {End(k.End)}",
        _ => throw new ArgumentException(kernel.ToString(), nameof(kernel)),
    };

    private static string End(LayerEnd end) => end.IsNothing ? "nothing behind" : $"{end.Shift}{(end.Residual ? ", residual" : "")}, {end.Activation?.ToString() ?? "no activation"}";

    private static string Tensor(GpuTensor tensor) => $"{tensor.Shape} {(tensor.Place == TensorPlace.Arena ? "at " + Text(tensor.Offset) : "in the caller's " + tensor.Place)}";

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(static l => "\n    " + l));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

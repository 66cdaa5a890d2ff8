using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the steps of the network: one layer each, with all its sizes and places as constants.</summary>
internal static class StepEmitter
{
    /// <summary>Emits the class of all steps.</summary>
    public static void Emit(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        w.Line();
        w.Summary("The layers of the network, in the order in which they run. Sizes, places in memory and tiles are constants of each layer.");
        using (w.Open($"file static unsafe class {names.Steps}"))
        {
            PackingEmitter.EmitPackInput(w, plan);
            foreach (var step in plan.Steps)
            {
                w.Line();
                if (!plan.IsPooledBefore(step))
                {
                    EmitRun(w, plan, step);
                    w.Line();
                }

                if (step.Convolution is null)
                {
                    RowEmitter.Emit(w, names, step);
                }
                else if (step.Convolution.Winograd is { } winograd)
                {
                    WinogradEmitter.Emit(w, names, step, step.Convolution, winograd);
                }
                else
                {
                    ConvolutionEmitter.Emit(w, names, step, step.Convolution);
                }

                if (step.Normalization.NeedsMoments)
                {
                    NormalizeEmitter.Emit(w, names, step);
                }
            }

            w.Line();
            PackingEmitter.EmitUnpackOutput(w, plan);
        }
    }

    // On one thread a block of channels is normalized, or its moments taken, while it is still in cache.
    private static void EmitRun(SourceWriter w, InferencePlan plan, StepPlan step)
    {
        w.Summary(Description(step));
        var head = $"public static void {EmissionNames.Run(step)}(float* arena, float* parameters)";
        var produce = EmissionNames.Method(step, PhaseKind.Produce);
        if (plan.PoolingOf(step) is { } pooling)
        {
            EmitRunWithPooling(w, head, step, pooling);
            return;
        }

        var byWinograd = step.Convolution?.Winograd is not null;
        if (!step.Normalization.NeedsMoments || byWinograd)
        {
            using (w.Open(head))
            {
                w.Line($"{produce}(arena, parameters{(byWinograd ? $", arena + {plan.ScratchOffset}" : "")}, 0, {step.Jobs});");
                foreach (var phase in step.Phases.Skip(1))
                {
                    w.Line($"{EmissionNames.Method(step, phase.Kind)}({WorkspaceEmitter.Pointers(phase.Kind)}, 0, {phase.Jobs});");
                }
            }

            return;
        }

        var rows = step.Layer.Output.Height;
        var blocks = step.Output.Blocks;
        var range = $"{FirstBlock(step)}, {EndBlock(step)}";
        var isSample = step.Normalization.Scope == CollapseScope.Sample;
        using (w.Open(head))
        {
            using (w.Open($"for (int unit = 0; unit < {step.Units}; unit++)"))
            {
                w.Line($"{produce}(arena, parameters, {Times("unit", rows)}, {Times("(unit + 1)", rows)});");
                w.Line(isSample
                    ? $"{EmissionNames.Method(step, PhaseKind.Moments)}(arena, {range});"
                    : $"{EmissionNames.Method(step, PhaseKind.Normalize)}(arena, parameters, {range});");
            }

            if (isSample)
            {
                w.Line();
                w.Line($"{EmissionNames.Method(step, PhaseKind.Normalize)}(arena, parameters, 0, {blocks});");
            }
        }
    }

    // Rows of a unit are pooled as soon as they are there.
    private static void EmitRunWithPooling(SourceWriter w, string head, StepPlan step, StepPlan pooling)
    {
        var pool = (Producer.Pool)pooling.Layer.Producer;
        var (rows, pooled) = (step.Layer.Output.Height, pooling.Layer.Output.Height);
        using var method = w.Open(head);
        using var units = w.Open($"for (int unit = 0; unit < {step.Units}; unit++)");
        w.Line("int produced = 0;");
        using (w.Open($"for (int row = 0; row < {pooled}; row++)"))
        {
            w.Line($"int needed = global::System.Math.Min({Times("row", pool.Stride)} + {pool.Kernel - pool.Padding}, {rows});");
            w.Line($"{EmissionNames.Method(step, PhaseKind.Produce)}(arena, parameters, {Times("unit", rows)} + produced, {Times("unit", rows)} + needed);");
            w.Line("produced = needed;");
            using (w.Open($"for (int block = {FirstBlock(step)}; block < {EndBlock(step)}; block++)"))
            {
                w.Line($"{EmissionNames.Method(pooling, PhaseKind.Produce)}(arena, parameters, {Times("block", pooled)} + row, {Times("block", pooled)} + row + 1);");
            }
        }
    }

    /// <summary>The first block of 16 channels of a unit, and the one behind its last.</summary>
    private static string FirstBlock(StepPlan step) => step.UnitBlocks == 1 ? "unit" : "2 * unit";

    private static string EndBlock(StepPlan step) =>
        step.UnitBlocks == 1 ? "unit + 1"
        : step.Output.Blocks % 2 == 0 ? "(2 * unit) + 2"
        : $"global::System.Math.Min((2 * unit) + 2, {step.Output.Blocks})";

    private static string Times(string value, int factor) => factor == 1 ? value : $"{value} * {factor}";

    /// <summary>What a layer does, for documentation.</summary>
    internal static string Description(StepPlan step)
    {
        var layer = step.Layer;
        var text = $"{layer.Path}: {layer.Producer.Words}, {layer.Input} -> {layer.Output}{Normalization(step.Normalization)}";
        if (layer.Residual is not null)
        {
            text += ", residual added";
        }

        if (layer.Activation is { } activation)
        {
            text += ", " + activation.Words;
        }

        text += $".\nReads {step.Source}{(step.Residual is null ? "" : $", adds {step.Residual}")}, writes {step.Output}.";
        return step.Convolution is { } conv ? text + "\n" + Tiles(conv) : text;
    }

    private static string Tiles(ConvolutionPlan conv)
    {
        if (conv.Winograd is { } winograd)
        {
            return $"By Winograd's filtering: {winograd.Rows} rows of {winograd.Columns} tiles, {winograd.StripRows} at a time. Transformed weights at {conv.WeightsOffset}, bias at {conv.BiasOffset}.";
        }

        var rows = conv.Rows.Where(r => r.UnitBlocks == conv.UnitBlocks).Select(static r =>
            $"{r.Count} x {r.Main.Pixels}{(r.Rest is { } rest ? $" + {rest.Pixels}" : "")} pixels x {16 * r.Main.Blocks} channels ({(int)r.Width} bits)");
        return $"Weights at {conv.WeightsOffset}, bias at {conv.BiasOffset}; a row is {string.Join(", ", rows)}.";
    }

    private static string Normalization(CollapsePlan plan)
    {
        if (plan.Scope == CollapseScope.None)
        {
            return "";
        }

        return $",\nnormalized: {plan.Live}, " + plan.Scope switch
        {
            CollapseScope.Folded => "folded into the weights",
            CollapseScope.Affine => "a scale and a shift per channel",
            CollapseScope.Channel => "block by block",
            _ => "once the sample is complete",
        };
    }
}

using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the steps of the network: which loops run on which memory, layer by layer.</summary>
internal static class StepEmitter
{
    private const string Routine = "(float* arena, float* parameters, float* scratch, int first, int last)";

    /// <summary>Emits the class of all steps.</summary>
    public static void Emit(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        w.Line();
        w.Summary("The layers of the network, in the order in which they run: which loops, on which memory.");
        EmittedFile.Mark(w);
        using (w.Open($"file static unsafe class {names.Steps}"))
        {
            MemoryMapEmitter.Emit(w, plan);
            w.Line();
            PackingEmitter.EmitConversion(w, plan);
            EmitProgram(w, plan);
            w.Line();
            PackingEmitter.EmitPacking(w, plan);
            foreach (var step in plan.Steps.Where(static s => !s.IsInPlace))
            {
                w.Line();
                w.Summary(Description(plan.Model, step));
                EmitProduce(w, names, plan, step);
                EmitNormalize(w, names, plan, step);
                if (step.RunsByUnits)
                {
                    w.Line();
                    EmitRun(w, plan, step);
                }
            }

            PackingEmitter.EmitUnpacking(w, plan);
        }
    }

    private static void EmitProgram(SourceWriter w, InferencePlan plan)
    {
        var ends = new NetworkEnds(plan.Model);
        w.Summary("What the network is made of: its routines in order, each with the number of its jobs.");
        using (w.Open("public static readonly global::SsnGen.Inference.NetworkProgram Program = new()", ";"))
        {
            EmitEnds(w, "Inputs", ends.Inputs, i => "&" + PackingEmitter.PackMethod(ends.Inputs.Count, i) + (plan.Model.Inputs[i].Pixels is null ? "" : ", &" + PackingEmitter.ConvertMethod));
            EmitEnds(w, "Outputs", ends.Outputs, i => "&" + PackingEmitter.UnpackMethod(ends.Outputs.Count, i));
            w.Line($"ArenaLength = {plan.ArenaLength},");
            if (plan.ScratchLength > 0)
            {
                w.Line($"ScratchLength = {plan.ScratchLength},");
            }

            w.Line($"MinimumBatch = {plan.MinimumBatch},");
            EmitRoutines(w, "Alone", plan.Alone);
            EmitRoutines(w, "Together", plan.Together);
        }
    }

    private static void EmitEnds(SourceWriter w, string name, IReadOnlyList<NetworkEnd> ends, Func<int, string> methods) =>
        w.Line($"{name} = [{string.Join(", ", ends.Select((e, i) => $"new({Literal.Of(e.Name)}, {ShapeText.New(e.Shape)}, {methods(i)})"))}],");

    private static void EmitRoutines(SourceWriter w, string name, IEnumerable<RoutinePlan> routines)
    {
        var lines = routines.Select(static r => $"new(&{EmissionNames.Method(r.Step, r.Kind)}, {r.Jobs}{(r.IsShared ? ", isShared: true" : "")}),").ToArray();
        if (lines.Length == 0)
        {
            return;
        }

        w.Line(name + " =");
        w.Line("[");
        using (w.Indent())
        {
            foreach (var line in lines)
            {
                w.Line(line);
            }
        }

        w.Line("],");
    }

    private static void EmitProduce(SourceWriter w, EmissionNames names, InferencePlan plan, StepPlan step)
    {
        var layer = step.Layer;
        var production = ProductionPlan.Of(step);
        var arguments = step.Sources.Select((s, i) => Arena(plan, layer.Sources[i], production.Convolution is null ? s.Interior : step.Convolution!.SourceOffset - s.Offset)).ToList();
        if (production.Convolution is not null)
        {
            arguments.Add("parameters + " + EmissionNames.Weights(layer));
            arguments.Add("parameters + " + EmissionNames.Bias(layer));
        }

        if (production.HasSlopes)
        {
            arguments.Add("parameters + " + EmissionNames.Slopes(layer));
        }

        if (production.IsAffine)
        {
            arguments.Add("parameters + " + EmissionNames.Norm(layer));
        }

        arguments.Add(Arena(plan, layer.Value, 0));
        if (production.Factor is { } factor)
        {
            arguments.Add(Arena(plan, layer.Fused.Factor!.Value, factor.Interior));
        }

        if (production.Residual is { } residual)
        {
            arguments.Add(Arena(plan, layer.Fused.Residual!.Value, residual.Interior));
        }

        if (production.Winograd is not null)
        {
            arguments.Add("scratch");
        }

        EmitCall(w, EmissionNames.Method(step, PhaseKind.Produce), $"{names.Loops}.{names.Of(production)}", arguments);
    }

    private static void EmitNormalize(SourceWriter w, EmissionNames names, InferencePlan plan, StepPlan step)
    {
        if (NormalizingPlan.Of(step) is not { } normalizing)
        {
            return;
        }

        var layer = step.Layer;
        var y = $"arena + {Address.Of(EmissionNames.Values(layer), step.Output.Interior)}";
        var statistics = $"(double*)(arena + {EmissionNames.Statistics(layer)})";
        var isSample = step.Normalization.Scope == CollapseScope.Sample;
        if (isSample)
        {
            w.Line();
            EmitCall(w, EmissionNames.Method(step, PhaseKind.Moments), $"{names.Loops}.{names.MomentsOf(normalizing)}", [y, statistics]);
        }

        var arguments = new List<string> { y };
        if (step.Residual is { } residual)
        {
            arguments.Add(Arena(plan, layer.Fused.Residual!.Value, residual.Interior));
        }

        arguments.Add($"(double*)(parameters + {EmissionNames.Norm(layer)})");
        if (isSample)
        {
            arguments.Add(statistics);
        }

        w.Line();
        EmitCall(w, EmissionNames.Method(step, PhaseKind.Normalize), $"{names.Loops}.{names.Of(normalizing)}", arguments);
    }

    private static void EmitCall(SourceWriter w, string method, string loops, IEnumerable<string> arguments)
    {
        w.Line($"public static void {method}{Routine} =>");
        using var body = w.Indent();
        w.Line($"{loops}({string.Join(", ", arguments)}, first, last);");
    }

    private static string Arena(InferencePlan plan, int value, long offset) =>
        $"arena + {Address.Of(plan.Model.LayerOf(value) is { } layer ? EmissionNames.Values(layer) : MemoryMapEmitter.Input(plan, value), offset)}";

    // On one thread a unit of channels is pooled, normalized or measured while it is still in cache.
    private static void EmitRun(SourceWriter w, InferencePlan plan, StepPlan step)
    {
        using var method = w.Open($"public static void {EmissionNames.Method(step, PhaseKind.Run)}{Routine}");
        using var units = w.Open("for (int unit = first; unit < last; unit++)");
        if (step.Pooling is { } pooling)
        {
            EmitPooledUnit(w, step, plan.Steps[pooling]);
            return;
        }

        var jobs = step.UnitJobs;
        w.Line($"{Call(step, PhaseKind.Produce, Times("unit", jobs), Times("(unit + 1)", jobs))};");
        var kind = step.Normalization.Scope == CollapseScope.Sample ? PhaseKind.Moments : PhaseKind.Normalize;
        w.Line($"{Call(step, kind, FirstBlock(step), EndBlock(step))};");
    }

    private static void EmitPooledUnit(SourceWriter w, StepPlan step, StepPlan pooling)
    {
        var rows = ((Producer.Pool)pooling.Layer.Producer).Window.Rows;
        var (height, pooled) = (step.Layer.Output.Height, pooling.Layer.Output.Height);
        w.Line("int produced = 0;");
        using (w.Open($"for (int row = 0; row < {pooled}; row++)"))
        {
            w.Line($"int needed = global::System.Math.Min({Times("row", rows.Stride)} + {rows.Kernel - rows.Before}, {height});");
            w.Line($"{Call(step, PhaseKind.Produce, $"{Times("unit", height)} + produced", $"{Times("unit", height)} + needed")};");
            w.Line("produced = needed;");
            using (w.Open($"for (int block = {FirstBlock(step)}; block < {EndBlock(step)}; block++)"))
            {
                w.Line($"{Call(pooling, PhaseKind.Produce, $"{Times("block", pooled)} + row", $"{Times("block", pooled)} + row + 1")};");
            }
        }
    }

    private static string Call(StepPlan step, PhaseKind kind, string first, string end) =>
        $"{EmissionNames.Method(step, kind)}(arena, parameters, scratch, {first}, {end})";

    /// <summary>The first block of 16 channels of a unit, and the one behind its last.</summary>
    private static string FirstBlock(StepPlan step) => step.UnitBlocks == 1 ? "unit" : "2 * unit";

    private static string EndBlock(StepPlan step) =>
        step.UnitBlocks == 1 ? "unit + 1"
        : step.Output.Blocks % 2 == 0 ? "(2 * unit) + 2"
        : $"global::System.Math.Min((2 * unit) + 2, {step.Output.Blocks})";

    private static string Times(string value, int factor) => factor == 1 ? value : $"{value} * {factor}";

    /// <summary>What a layer does, for documentation.</summary>
    private static string Description(ModelPlan model, StepPlan step)
    {
        var layer = step.Layer;
        var text = $"{layer.Path}: {(layer.Joins ? model.JoinedName(layer) : layer.Producer.Words)}, {layer.Input} -> {layer.Output}{Normalization(step.Normalization)}";
        if (step.Factor is not null)
        {
            text += ProductionPlan.Of(step).IsFactorPerChannel ? ", multiplied by a factor per channel" : ", multiplied";
        }

        if (step.Residual is not null)
        {
            text += ", residual added";
        }

        return text + (step.Activation is { } activation ? ", " + activation.Words : "") + ".";
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
            CollapseScope.Sample => "once the sample is complete",
            _ => throw new InvalidOperationException($"No words for {plan.Scope}."),
        };
    }
}

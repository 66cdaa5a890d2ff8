using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the phases that normalize a layer by moments of the sample: taking them, then applying them in place.</summary>
internal static class NormalizeEmitter
{
    public static void Emit(SourceWriter w, EmissionNames names, StepPlan step)
    {
        if (step.Normalization.Scope == CollapseScope.Sample)
        {
            w.Line();
            EmitMoments(w, names, step);
        }

        w.Line();
        EmitNormalize(w, names, step);
    }

    private static void EmitMoments(SourceWriter w, EmissionNames names, StepPlan step)
    {
        w.Summary($"{step.Layer.Path}: moments of the channels of some blocks.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {EmissionNames.Method(step, PhaseKind.Moments)}(float* arena, int first, int last)"))
        {
            EmitMomentsPointers(w, step);
            using (w.Open("for (int block = first; block < last; block++)"))
            {
                EmitTakeMoments(w, names, step, " + (block * 16)");
            }
        }
    }

    private static void EmitMomentsPointers(SourceWriter w, StepPlan step)
    {
        w.Line($"double* mean = (double*)({Address.Of("arena", step.Normalization.MomentsOffset)});");
        if (step.Normalization.NeedsVariances)
        {
            w.Line($"double* variance = mean + {16 * step.Output.Blocks};");
        }
    }

    private static void EmitTakeMoments(SourceWriter w, EmissionNames names, StepPlan step, string at)
    {
        var output = step.Output;
        var size = output.Shape.SlabSize - (step.Normalization.Bessel ? 1 : 0);
        var variance = step.Normalization.NeedsVariances ? $", variance{at}, {Literal.Of((double)size)}" : "";
        w.Line($"{names.Planes}.{PlaneEmitter.Moments(step.Moments!)}({Address.Of("arena", output.Offset + output.Interior)} + (block * {output.PlaneStride}), mean{at}{variance});");
    }

    private static void EmitNormalize(SourceWriter w, EmissionNames names, StepPlan step)
    {
        var plan = step.Normalization;
        w.Summary(
            $"{step.Layer.Path}: normalizes some blocks in place, y = {Finish.Formula("gamma (y - mean) / sqrt(variance + epsilon) + beta", step.Residual is not null, step.Layer.Activation)}.\n" +
            $"mean = {Formula(plan, plan.Mean, "p")}; variance = {Formula(plan, plan.Variance, "q")}.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {EmissionNames.Method(step, PhaseKind.Normalize)}(float* arena, float* parameters, int first, int last)"))
        {
            EmitParameters(w, step);
            EmitMerged(w, names, step);
            w.Line();
            using (w.Open("for (int block = first; block < last; block++)"))
            {
                EmitBlock(w, names, step);
            }
        }
    }

    private static string Formula(CollapsePlan plan, EquatableArray<Normalizer> normalizers, string ratio) =>
        string.Join(" + ", normalizers.Select(n => plan.IsMixture ? $"{ratio}_{n} {n}" : n.ToString()));

    private static void EmitParameters(SourceWriter w, StepPlan step)
    {
        var plan = step.Normalization;
        var padded = 16 * step.Output.Blocks;
        w.Line($"double* gamma = (double*)({Address.Of("parameters", plan.ParametersOffset)});");
        w.Line($"double* beta = gamma + {padded};");
        if (plan.Mean.Contains(Normalizer.Batch))
        {
            w.Line($"double* runningMean = gamma + {2 * padded};");
        }

        if (plan.Variance.Contains(Normalizer.Batch))
        {
            w.Line($"double* runningVariance = gamma + {3 * padded}; // epsilon included");
        }

        if (plan.IsMixture)
        {
            w.Line($"double* p = gamma + {4 * padded};");
            w.Line($"double* q = p + {plan.Omega.Length};");
        }

        w.Line("float* coefficients = stackalloc float[48];");
        if (step.Output.Shape.Channels % InferencePlan.Block != 0)
        {
            w.Line("new global::System.Span<float>(coefficients, 48).Clear();");
        }
    }

    private static void EmitMerged(SourceWriter w, EmissionNames names, StepPlan step)
    {
        var plan = step.Normalization;
        if (plan.Scope == CollapseScope.Channel)
        {
            w.Line("double* mean = stackalloc double[16];");
            if (plan.NeedsVariances)
            {
                w.Line("double* variance = stackalloc double[16];");
            }

            return;
        }

        EmitMomentsPointers(w, step);
        if (plan.Variance.Contains(Normalizer.Layer))
        {
            w.Line($"{names.Planes}.Merge(mean, variance, {step.Output.Shape.Channels}, out double layerMean, out double layerVariance);");
        }
        else if (plan.Mean.Contains(Normalizer.Layer))
        {
            w.Line($"double layerMean = {names.Planes}.Average(mean, {step.Output.Shape.Channels});");
        }

        if (UsesGroups(plan))
        {
            w.Line("int group = -1;");
            w.Line(plan.Variance.Contains(Normalizer.Group) ? "double groupMean = 0, groupVariance = 0;" : "double groupMean = 0;");
        }
    }

    private static bool UsesGroups(CollapsePlan plan) => plan.Mean.Contains(Normalizer.Group) || plan.Variance.Contains(Normalizer.Group);

    private static void EmitBlock(SourceWriter w, EmissionNames names, StepPlan step)
    {
        var output = step.Output;
        var plan = step.Normalization;
        if (plan.Scope == CollapseScope.Channel)
        {
            EmitTakeMoments(w, names, step, "");
        }

        var padded = output.Shape.Channels % InferencePlan.Block;
        var lanes = "16";
        if (padded != 0)
        {
            // Channels that only pad the last block keep a scale and a shift of zero, and so stay zero.
            w.Line($"int lanes = global::System.Math.Min(16, {output.Shape.Channels} - (block * 16));");
            if (output.Blocks > 1)
            {
                w.Line("new global::System.Span<float>(coefficients, 48).Clear();");
            }

            lanes = "lanes";
        }

        using (w.Open($"for (int lane = 0; lane < {lanes}; lane++)"))
        {
            w.Line("int c = (block * 16) + lane;");
            EmitGroup(w, names, step);
            w.Line($"double m = {Sum(plan, plan.Mean, "p", "Mean", "mean")};");
            w.Line($"double v = {Sum(plan, plan.Variance, "q", "Variance", "variance")};");
            w.Line("double scale = gamma[c] / global::System.Math.Sqrt(v);");
            w.Line("float centre = (float)m;");
            w.Line("coefficients[lane] = centre;");
            w.Line("coefficients[16 + lane] = (float)scale;");
            w.Line("coefficients[32 + lane] = (float)(beta[c] - (scale * (m - centre)));");
        }

        w.Line();
        var residual = step.Residual is { } r ? $", {Address.Of("arena", r.Offset + r.Interior)} + (block * {r.PlaneStride})" : "";
        w.Line($"{names.Planes}.{PlaneEmitter.Apply(step.Apply!)}({Address.Of("arena", output.Offset + output.Interior)} + (block * {output.PlaneStride}){residual}, coefficients);");
    }

    private static void EmitGroup(SourceWriter w, EmissionNames names, StepPlan step)
    {
        var plan = step.Normalization;
        if (!UsesGroups(plan))
        {
            return;
        }

        var size = step.Output.Shape.Channels / plan.Groups;
        using (w.Open($"if (c / {size} != group)"))
        {
            w.Line($"group = c / {size};");
            w.Line(plan.Variance.Contains(Normalizer.Group)
                ? $"{names.Planes}.Merge(mean + (group * {size}), variance + (group * {size}), {size}, out groupMean, out groupVariance);"
                : $"groupMean = {names.Planes}.Average(mean + (group * {size}), {size});");
        }

        w.Line();
    }

    private static string Sum(CollapsePlan plan, EquatableArray<Normalizer> normalizers, string ratio, string part, string channel)
    {
        var index = plan.Scope == CollapseScope.Channel ? "lane" : "c";
        var terms = normalizers.Select(n =>
        {
            var value = n switch
            {
                Normalizer.Instance => $"{channel}[{index}]",
                Normalizer.Layer => "layer" + part,
                Normalizer.Group => "group" + part,
                _ => $"running{part}[c]",
            };
            return plan.IsMixture && n != Normalizer.Batch ? $"({ratio}[{plan.Omega.ToList().IndexOf(n)}] * {value})" : value;
        }).ToList();
        if (part == "Variance" && !normalizers.Contains(Normalizer.Batch))
        {
            terms.Add(Literal.Of(plan.Epsilon));
        }

        return string.Join(" + ", terms);
    }
}

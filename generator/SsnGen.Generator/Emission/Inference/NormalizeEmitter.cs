using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits how layers are normalized by moments of the sample: taking them, then applying them in place.</summary>
internal static class NormalizeEmitter
{
    private const string Moments = "global::SsnGen.Inference.ChannelMoments";

    public static void Emit(SourceWriter w, EmissionNames names, NormalizingPlan plan)
    {
        if (plan.Collapse.Scope == CollapseScope.Sample)
        {
            EmitMoments(w, names, plan);
            w.Line();
        }

        EmitNormalize(w, names, plan);
    }

    private static void EmitMoments(SourceWriter w, EmissionNames names, NormalizingPlan plan)
    {
        w.Summary($"Moments of the channels of some blocks of {plan.Output.Shape}.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {names.MomentsOf(plan)}(float* y, double* mean, int first, int last)"))
        {
            EmitVariances(w, plan);
            using (w.Open("for (int block = first; block < last; block++)"))
            {
                EmitTakeMoments(w, names, plan, " + (block * 16)");
            }
        }
    }

    private static void EmitVariances(SourceWriter w, NormalizingPlan plan)
    {
        if (plan.Collapse.NeedsVariances)
        {
            w.Line($"double* variance = mean + {16 * plan.Output.Blocks};");
        }
    }

    private static void EmitTakeMoments(SourceWriter w, EmissionNames names, NormalizingPlan plan, string at)
    {
        var output = plan.Output;
        var size = output.Shape.SlabSize - (plan.Collapse.Bessel ? 1 : 0);
        var variance = plan.Collapse.NeedsVariances ? $", variance{at}, {Literal.Of((double)size)}" : "";
        w.Line($"{names.Planes}.{PlaneEmitter.Moments(plan.Moments)}(y + (block * {output.PlaneStride}), mean{at}{variance});");
    }

    private static void EmitNormalize(SourceWriter w, EmissionNames names, NormalizingPlan plan)
    {
        var collapse = plan.Collapse;
        w.Summary(
            $"Normalizes some blocks of {plan.Output.Shape} in place, y = {Finish.Formula("gamma (y - mean) / sqrt(variance + epsilon) + beta", plan.Residual is not null, plan.Activation)}.\n" +
            $"mean = {Formula(collapse, collapse.Mean, "p")}; variance = {Formula(collapse, collapse.Variance, "q")}.");
        w.Line(EmissionNames.Optimized);
        var moments = collapse.Scope == CollapseScope.Sample ? "double* mean, " : "";
        using (w.Open($"public static void {names.Of(plan)}(float* y, {(plan.Residual is null ? "" : "float* residual, ")}double* gamma, {moments}int first, int last)"))
        {
            EmitParameters(w, plan);
            EmitMerged(w, plan);
            w.Line();
            using (w.Open("for (int block = first; block < last; block++)"))
            {
                EmitBlock(w, names, plan);
            }
        }
    }

    private static string Formula(CollapsePlan plan, EquatableArray<Normalizer> normalizers, string ratio) =>
        string.Join(" + ", normalizers.Select(n => plan.IsMixture ? $"{ratio}_{n} {n}" : n.ToString()));

    private static void EmitParameters(SourceWriter w, NormalizingPlan normalizing)
    {
        var plan = normalizing.Collapse;
        var padded = 16 * normalizing.Output.Blocks;
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
        if (normalizing.Output.Shape.Channels % InferencePlan.Block != 0)
        {
            w.Line("new global::System.Span<float>(coefficients, 48).Clear();");
        }
    }

    private static void EmitMerged(SourceWriter w, NormalizingPlan normalizing)
    {
        var plan = normalizing.Collapse;
        if (plan.Scope == CollapseScope.Channel)
        {
            w.Line("double* mean = stackalloc double[16];");
            if (plan.NeedsVariances)
            {
                w.Line("double* variance = stackalloc double[16];");
            }

            return;
        }

        EmitVariances(w, normalizing);
        if (plan.Variance.Contains(Normalizer.Layer))
        {
            w.Line($"{Moments}.Merge(mean, variance, {normalizing.Output.Shape.Channels}, out double layerMean, out double layerVariance);");
        }
        else if (plan.Mean.Contains(Normalizer.Layer))
        {
            w.Line($"double layerMean = {Moments}.Average(mean, {normalizing.Output.Shape.Channels});");
        }

        if (UsesGroups(plan))
        {
            w.Line("int group = -1;");
            w.Line(plan.Variance.Contains(Normalizer.Group) ? "double groupMean = 0, groupVariance = 0;" : "double groupMean = 0;");
        }
    }

    private static bool UsesGroups(CollapsePlan plan) => plan.Mean.Contains(Normalizer.Group) || plan.Variance.Contains(Normalizer.Group);

    private static void EmitBlock(SourceWriter w, EmissionNames names, NormalizingPlan normalizing)
    {
        var output = normalizing.Output;
        var plan = normalizing.Collapse;
        if (plan.Scope == CollapseScope.Channel)
        {
            EmitTakeMoments(w, names, normalizing, "");
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
            EmitGroup(w, normalizing);
            w.Line($"double m = {Sum(plan, plan.Mean, "p", "Mean", "mean")};");
            w.Line($"double v = {Sum(plan, plan.Variance, "q", "Variance", "variance")};");
            w.Line("double scale = gamma[c] / global::System.Math.Sqrt(v);");
            w.Line("float centre = (float)m;");
            w.Line("coefficients[lane] = centre;");
            w.Line("coefficients[16 + lane] = (float)scale;");
            w.Line("coefficients[32 + lane] = (float)(beta[c] - (scale * (m - centre)));");
        }

        w.Line();
        var residual = normalizing.Residual is { } r ? $", residual + (block * {r.PlaneStride})" : "";
        w.Line($"{names.Planes}.{PlaneEmitter.Apply(normalizing.Apply)}(y + (block * {output.PlaneStride}){residual}, coefficients);");
    }

    private static void EmitGroup(SourceWriter w, NormalizingPlan normalizing)
    {
        var plan = normalizing.Collapse;
        if (!UsesGroups(plan))
        {
            return;
        }

        var size = normalizing.Output.Shape.Channels / plan.Groups;
        using (w.Open($"if (c / {size} != group)"))
        {
            w.Line($"group = c / {size};");
            w.Line(plan.Variance.Contains(Normalizer.Group)
                ? $"{Moments}.Merge(mean + (group * {size}), variance + (group * {size}), {size}, out groupMean, out groupVariance);"
                : $"groupMean = {Moments}.Average(mean + (group * {size}), {size});");
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
                Normalizer.Batch => $"running{part}[c]",
                _ => throw new InvalidOperationException($"No emission for {n}."),
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

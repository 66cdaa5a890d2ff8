using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits where everything is: a constant for each tensor of the arena and each part of the parameters.</summary>
internal static class MemoryMapEmitter
{
    /// <summary>The constant of an input of the network.</summary>
    public static string Input(InferencePlan plan, int input) => "Input" + EmissionNames.Number(plan.Inputs.Length, input);

    /// <summary>Emits both maps.</summary>
    public static void Emit(SourceWriter w, InferencePlan plan)
    {
        w.Line("// The arena, in floats from its start: what is there, and the last layer that reads it.");
        for (var i = 0; i < plan.Inputs.Length; i++)
        {
            var name = plan.Inputs.Length == 1 ? "" : plan.Model.Inputs[i].Name + ": ";
            w.Line($"private const int {Input(plan, i)} = {plan.Inputs[i].Offset}; // {name}{Words(plan.Inputs[i])}, {Until(plan, i)}");
        }

        foreach (var step in plan.Steps)
        {
            w.Line($"private const int {EmissionNames.Values(step.Layer)} = {step.Output.Offset}; // {Words(step.Output)}{(step.IsInPlace ? $", {Names(plan, step)} side by side" : "")}, {Until(plan, step.Layer.Value)}");
            if (step.Normalization.Scope == CollapseScope.Sample)
            {
                w.Line($"private const int {EmissionNames.Statistics(step.Layer)} = {step.Normalization.MomentsOffset}; // the moments of its channels, while it runs");
            }
        }

        if (plan.ParametersLength == 0)
        {
            return;
        }

        w.Line();
        w.Line("// The parameters, likewise.");
        foreach (var step in plan.Steps)
        {
            if (step.Convolution is { } conv)
            {
                w.Line($"public const int {EmissionNames.Weights(step.Layer)} = {conv.WeightsOffset};");
                w.Line($"public const int {EmissionNames.Bias(step.Layer)} = {conv.BiasOffset};");
            }

            if (step.Layer.HasSlopes)
            {
                w.Line($"public const int {EmissionNames.Slopes(step.Layer)} = {step.SlopesOffset};");
            }

            if (step.Normalization.ParametersLength > 0)
            {
                w.Line($"public const int {EmissionNames.Norm(step.Layer)} = {step.Normalization.ParametersOffset};");
            }
        }
    }

    private static string Names(InferencePlan plan, StepPlan step) => string.Join(" and ", step.Layer.Sources.Select(plan.Model.NameOf));

    private static string Words(TensorPlan tensor) =>
        tensor.Shape + (tensor.Border.IsNone ? "" : $" inside a border of {tensor.Border}") + (tensor.IsBlocked ? "" : ", stored by pixels");

    private static string Until(InferencePlan plan, int value) =>
        plan.Until[value] < 0 ? "which nobody reads"
        : plan.Until[value] < plan.Steps.Length ? "until " + plan.Steps[plan.Until[value]].Layer.Path
        : "until it is returned";
}

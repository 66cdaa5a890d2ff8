using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits where everything is: a constant for each tensor of the arena and each part of the parameters.</summary>
internal static class MemoryMapEmitter
{
    /// <summary>The constant of the network's input.</summary>
    public const string Input = "Input";

    /// <summary>Emits both maps.</summary>
    public static void Emit(SourceWriter w, InferencePlan plan)
    {
        w.Line("// The arena, in floats from its start: what is there, and the last layer that reads it.");
        w.Line($"private const int {Input} = {plan.Input.Offset}; // {Words(plan.Input)}, until {Until(plan, 0)}");
        foreach (var step in plan.Steps)
        {
            w.Line($"private const int {EmissionNames.Values(step.Layer)} = {step.Output.Offset}; // {Words(step.Output)}, until {Until(plan, step.Layer.Value)}");
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

            if (step.Normalization.ParametersLength > 0)
            {
                w.Line($"public const int {EmissionNames.Norm(step.Layer)} = {step.Normalization.ParametersOffset};");
            }
        }
    }

    private static string Words(TensorPlan tensor) =>
        tensor.Shape + (tensor.Halo > 0 ? $" inside a border of {tensor.Halo}" : "") + (tensor.IsBlocked ? "" : ", stored by pixels");

    private static string Until(InferencePlan plan, int value) =>
        plan.Until[value] < plan.Steps.Length ? plan.Steps[plan.Until[value]].Layer.Path : "it is returned";
}

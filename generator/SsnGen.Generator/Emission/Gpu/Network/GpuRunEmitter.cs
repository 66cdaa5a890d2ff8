using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Emits how the layers of a network are queued.</summary>
internal static class GpuRunEmitter
{
    public static void Emit(SourceWriter w, GpuPlan plan)
    {
        w.Line("/// <inheritdoc/>");
        using var run = w.Open("protected override void RunLayers(global::ILGPU.Runtime.AcceleratorStream stream, global::System.ReadOnlySpan<ilGpu::ArrayView<float>> inputs, global::System.ReadOnlySpan<ilGpu::ArrayView<float>> outputs, int samples)");
        for (var i = 0; i < plan.Steps.Length; i++)
        {
            if (i > 0)
            {
                w.Line();
            }

            EmitStep(w, plan, plan.Steps[i]);
        }
    }

    private static void EmitStep(SourceWriter w, GpuPlan plan, GpuStep step)
    {
        var layer = step.Layer;
        var output = Name(plan, layer.Value);
        w.Line("// " + GpuNetworkEmitter.Describe(plan.Model, step));
        if (step.Output.Place == TensorPlace.Arena)
        {
            w.Line($"ilGpu::ArrayView<float> {output} = Tensor({Literal.Of(step.Output.Offset)}, {Literal.Of(step.Output.Shape.Length)}, samples);");
        }

        var source = Name(plan, layer.Sources[0]);
        var residual = layer.Fused.Residual is { } r ? Name(plan, r) : "default";
        var fields = step.Convolution is null ? [.. step.Values.Select((_, i) => GpuLoadEmitter.Values(step, i))] : new[] { GpuLoadEmitter.Convolution(step) };
        for (var i = 0; i < fields.Length; i++)
        {
            var factor = layer.Fused.Factor is { } f ? Name(plan, f) + ", " : "";
            w.Line($"{fields[i]}.Run(stream, {Name(plan, layer.Sources[i])}, {factor}{(step.EndsNormalized ? "default" : residual)}, {output}, samples);");
            source = output;
        }

        if (step.EndsNormalized)
        {
            w.Line($"{GpuLoadEmitter.Normalization(step)}.Run(stream, {source}, {residual}, {output});");
        }
    }

    /// <summary>The variable of a value.</summary>
    private static string Name(GpuPlan plan, int value) =>
        plan.Model.LayerOf(value) is not { } layer ? $"inputs[{Literal.Of(value)}]"
        : plan.Model.OutputOf(value) is { } output ? $"outputs[{Literal.Of(output)}]"
        : Identifier.Of("y" + layer.Identifier);
}

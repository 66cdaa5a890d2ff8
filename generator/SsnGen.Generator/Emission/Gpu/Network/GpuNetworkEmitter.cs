using SsnGen.Generator.Emission.Gpu.Network.Producers;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Emits the file that runs a collapsed network on a device.</summary>
internal static class GpuNetworkEmitter
{
    /// <summary>The emitted class, inside of the model's.</summary>
    public const string ClassName = "GpuNetwork";

    /// <summary>Emits the complete file of one model.</summary>
    public static void Emit(SourceWriter w, GpuPlan plan)
    {
        var model = plan.Model;
        EmittedFile.Head(w, model.Namespace, model.Warnings);
        Aliases.OfGpu(w);
        using var outer = w.Open($"partial class {model.CodeName}");
        w.Summary(
            $"The network on a graphics processor, through ILGPU: {new NetworkEnds(model).Words}, {Literal.Of(plan.Steps.Length)} layers.\n"
            + $"Inference: {(plan.Steps.Any(static s => s.Collapse.IsMixture) ? "collapsed where a selection exists, elsewhere a mixture of normalizers" : "collapsed")}.");
        w.Remarks(
            (plan.ArenaLength == 0 ? "" : $"Between layers it takes {Literal.Of(plan.ArenaLength * 4.0 / 1024)} KiB per sample of the largest batch.\n")
            + (plan.Steps.Any(static s => s.Convolution?.Columns is not null) ? "Convolutions without groups, and linear layers, are products of cuBLAS where a device has it.\n" : "")
            + "Neither trimming nor NativeAOT: ILGPU compiles at run time.");
        EmittedFile.Mark(w);
        using var network = w.Open($"public sealed class {ClassName} : global::SsnGen.Gpu.Networks.GpuNetwork");
        GpuLoadEmitter.Emit(w, plan);
        w.Line();
        GpuRunEmitter.Emit(w, plan);
        foreach (var kernel in plan.Kernels)
        {
            w.Line();
            Emit(w, kernel);
        }

        foreach (var activation in plan.Activations)
        {
            w.Line();
            LayerEndEmitter.Emit(w, activation);
        }
    }

    /// <summary>What a layer does, for comments.</summary>
    public static string Describe(ModelPlan model, GpuStep step)
    {
        var layer = step.Layer;
        return $"{layer.Path}: {(layer.Joins ? model.JoinedName(layer) : layer.Producer.Words)}, {layer.Input} to {layer.Output}; {Normalization(step.Collapse)}y = {Inference.Finish.Formula(step.Factor is null ? "t" : "t·factor", step.Residual is not null, layer.Fused.Activation)}.";
    }

    private static string Normalization(CollapsePlan plan) => plan.Scope switch
    {
        CollapseScope.None => "",
        CollapseScope.Folded => $"{plan.Live}, in weights and bias; ",
        CollapseScope.Affine => $"{plan.Live}, as scale and shift; ",
        CollapseScope.Channel or CollapseScope.Sample => $"{plan.Live}; ",
        _ => throw new InvalidOperationException($"No words for {plan.Scope}."),
    };

    private static void Emit(SourceWriter w, DeviceKernel kernel)
    {
        switch (kernel)
        {
            case TileKernel tile:
                TileKernelEmitter.Emit(w, tile);
                break;
            case UnfoldKernel unfold:
                ValuesKernelEmitter.Emit(w, unfold);
                break;
            case FinishKernel finish:
                ValuesKernelEmitter.Emit(w, finish);
                break;
            case JoinKernel join:
                ValuesKernelEmitter.Emit(w, join);
                break;
            case ProduceKernel produce:
                ProducerGpu.Of(produce.Producer).Emit(w, produce);
                break;
            default:
                throw new ArgumentException($"There is no text for {kernel}.", nameof(kernel));
        }
    }
}

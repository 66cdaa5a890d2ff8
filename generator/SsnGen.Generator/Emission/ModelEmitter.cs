using SsnGen.Generator.Emission.Gpu;
using SsnGen.Generator.Emission.Gpu.Network;
using SsnGen.Generator.Emission.Inference;
using SsnGen.Generator.Emission.Onnx;
using SsnGen.Generator.Emission.Torch;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>The files of a network: which part of its schedule each emitter is handed.</summary>
internal static class ModelEmitter
{
    /// <summary>The files, by the names of their parts as <see cref="HintNames"/> knows them.</summary>
    public static IEnumerable<(string Part, Action<SourceWriter> Emit)> Files(ModelSchedule schedule)
    {
        var model = schedule.Model;
        yield return ("", w => LayersEmitter.Emit(w, model, schedule.Evaluated, schedule.Inference, schedule.Sizes));
        if (schedule.Kernels.Length > 0)
        {
            yield return ("Kernels", w => KernelsEmitter.Emit(w, model, schedule.Kernels));
        }

        if (schedule.Inference is { } inference)
        {
            yield return ("Inference", w => InferenceEmitter.Emit(w, inference, schedule.Sizes));
        }

        if (schedule.Normalization is { } normalization)
        {
            yield return ("Inference", w => NormalizationEmitter.Emit(w, model, normalization));
        }

        if (schedule.Module is { } module)
        {
            yield return ("Module", w => TorchEmitter.Emit(w, model, module));
        }

        if (schedule.ExportsOnnx)
        {
            yield return ("Onnx", w => OnnxEmitter.Emit(w, schedule.Evaluated, isSized: schedule.Sizes.Length > 0));
        }

        if (schedule.GpuKernels.Length > 0)
        {
            yield return ("GpuKernels", w => GpuKernelsEmitter.Emit(w, model, schedule.GpuKernels));
        }

        if (schedule.GpuKernels.Any(static k => k.IsOfAnyStorage))
        {
            yield return ("GpuHalfKernels", w => GpuKernelsEmitter.EmitForHalves(w, model, schedule.GpuKernels));
        }

        if (schedule.GpuNetwork is { } network)
        {
            yield return ("GpuNetwork", w => GpuNetworkEmitter.Emit(w, network));
        }

        foreach (var size in schedule.Sizes)
        {
            yield return (size.Words, w => LayersEmitter.EmitSized(w, size));
            if (size.Inference is { } sized)
            {
                yield return (size.Words + ".Inference", w => InferenceEmitter.EmitSized(w, sized, size.SharesParameters));
            }
        }
    }
}

using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>
/// Lets pooling run with the layer before it, row by row while the rows are in cache, where nothing else needs the values, as rows that no
/// window has are not produced then, and both layers end where their values are produced.
/// </summary>
internal static class PoolingFusion
{
    /// <summary>Marks both steps of each such pair.</summary>
    public static void Fuse(ModelPlan model, StepPlan[] steps)
    {
        var readers = steps.SelectMany(static s => s.Layer.Reads).ToLookup(static v => v);
        for (var i = 0; i + 1 < steps.Length; i++)
        {
            var value = steps[i].Layer.Value;
            if (Pools(steps[i], steps[i + 1]) && readers[value].Count() == 1 && !model.Returns(value))
            {
                steps[i] = steps[i] with { Pooling = i + 1 };
                steps[i + 1] = steps[i + 1] with { PooledBy = i };
            }
        }
    }

    private static bool Pools(StepPlan step, StepPlan next) =>
        step is { FinishesInProducer: true, IsInPlace: false, Convolution.Winograd: null, Layer.Producer.MixesChannels: false }
        && next is { FinishesInProducer: true, Layer.Producer: Producer.Pool }
        && next.Layer.Source == step.Layer.Value
        && next.Layer is { Input.Depth: 1, Output.Depth: 1 }
        && (step.IsParallel || !next.IsParallel);
}

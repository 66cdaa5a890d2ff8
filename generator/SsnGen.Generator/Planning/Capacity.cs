using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Planning.Inference;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>
/// Whether what a network keeps fits the memory that it is laid out in: a buffer has at most 2147483647 floats, 8 GB. What is
/// laid out is more than the weights and values of a definition: weights that are transformed, and borders of zeros.
/// </summary>
internal static class Capacity
{
    private const long MostFloats = int.MaxValue;

    /// <summary>Reports what does not fit, at the layer that is to blame.</summary>
    /// <param name="inference">The collapsed network on the processor, or null where there is none.</param>
    public static void Check(ModelPlan plan, InferencePlan? inference, IReadOnlyList<ExpandedLayer> layers, Findings findings)
    {
        if (inference is not null)
        {
            CheckProcessor(inference, layers, findings);
        }

        if (plan.RunsOnGpu)
        {
            CheckDevice(plan, layers, findings);
        }
    }

    private static void CheckProcessor(InferencePlan plan, IReadOnlyList<ExpandedLayer> layers, Findings findings)
    {
        if (plan.Steps.FirstOrDefault(static s => s.ParametersEnd > MostFloats) is { } step)
        {
            findings.Add(
                Descriptors.TooLarge, layers[step.Layer.Declared].Site, plan.Model.Name, "needs more than 8 GB for the packed weights up to the layer " + step.Layer.Path
                + ", and one buffer holds no more: give it fewer channels, or a smaller kernel");
        }

        if (plan.ArenaLength > MostFloats)
        {
            var largest = plan.Steps.OrderByDescending(static s => s.Output.Length).First();
            var reader = plan.Steps.OrderByDescending(s => InputLength(plan, s)).First();
            var isRead = InputLength(plan, reader) >= largest.Output.Length;
            var layer = isRead ? reader.Layer : largest.Layer;
            findings.Add(
                Descriptors.TooLarge, layers[layer.Declared].Site, plan.Model.Name, "needs " + Gigabytes(plan.ArenaLength) + " GB of working memory for one sample, and one buffer holds no more than 8: most of it are the values that the layer "
                + layer.Path + (isRead ? " reads, with its padding" : " produces, with the padding of its readers"));
        }
    }

    /// <summary>The length of the longest input of the network that a step reads; 0 where it reads none.</summary>
    private static long InputLength(InferencePlan plan, StepPlan step) =>
        step.Layer.Reads.Where(v => plan.Model.LayerOf(v) is null).Select(v => plan.Inputs[v].Length).DefaultIfEmpty().Max();

    private static void CheckDevice(ModelPlan plan, IReadOnlyList<ExpandedLayer> layers, Findings findings)
    {
        foreach (var layer in layers.Where(static l => l.Plan.Output.Length > GpuPlanner.MostItems))
        {
            findings.Add(
                Descriptors.TooLarge, layer.Site, plan.Name, "produces " + Of(layer.Plan.Output.Length) + " values in the layer " + layer.Plan.Path
                + ", and kernels on graphics processors count no more than " + Of(GpuPlanner.MostItems) + ": make it smaller");
        }
    }

    // Of floats, rounded up so that what does not fit never reads as if it did.
    private static string Gigabytes(long floats) => Of((floats / (1 << 28)) + 1);
}

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
    public static void Check(ModelPlan plan, IReadOnlyList<ExpandedLayer> layers, Findings findings)
    {
        if (plan.RunsOnCpu && !plan.IsNormalizationAlone)
        {
            CheckProcessor(plan, layers, findings);
        }

        if (plan.RunsOnGpu)
        {
            CheckDevice(plan, layers, findings);
        }
    }

    private static void CheckProcessor(ModelPlan plan, IReadOnlyList<ExpandedLayer> layers, Findings findings)
    {
        var needs = InferencePlanner.Needs(plan);
        var parameters = 0L;
        for (var i = 0; i < layers.Count; i++)
        {
            parameters = Math.Min(parameters + needs.Parameters[i], MostFloats + 1);
            if (parameters > MostFloats)
            {
                findings.Add(
                    Descriptors.TooLarge, layers[i].Site, plan.Name, "needs more than 8 GB for the packed weights up to the layer " + layers[i].Plan.Path
                    + ", and one buffer holds no more: give it fewer channels, or a smaller kernel");
                break;
            }
        }

        if (needs.Arena > MostFloats)
        {
            var layer = layers[needs.Largest];
            findings.Add(
                Descriptors.TooLarge, layer.Site, plan.Name, "needs " + Gigabytes(needs.Arena) + " GB of working memory for one sample, and one buffer holds no more than 8: most of it are the values that the layer "
                + layer.Plan.Path + (needs.LargestIsRead ? " reads, with its padding" : " produces, with the padding of its readers"));
        }
    }

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

extern alias runtime;

using runtime::SsnGen.Networks;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>
/// Batches of networks of any number of inputs and outputs, as one array: all samples of the first input, then all of the second,
/// and so on; outputs likewise.
/// </summary>
internal static class Ends
{
    public static int[] InputLengths(this ModelPlan plan) => [.. plan.Inputs.Select(static i => i.Shape.Length)];

    public static int[] OutputLengths(this ModelPlan plan) => [.. plan.Outputs.Select(o => plan.LayerOf(o.Value)!.Output.Length)];

    /// <summary>How many samples there are in the values of all inputs.</summary>
    public static int Count(this ModelPlan plan, float[] input) => input.Length / plan.InputLengths().Sum();

    /// <summary>The values of each input.</summary>
    public static float[][] Inputs(this ModelPlan plan, float[] input)
    {
        var (count, offset) = (plan.Count(input), 0);
        return [.. plan.InputLengths().Select(length => input[offset..(offset += count * length)])];
    }

    /// <summary>Room for each output.</summary>
    public static float[][] Room(this ModelPlan plan, int count) => [.. plan.OutputLengths().Select(length => new float[count * length])];

    /// <summary>What the network computes in double precision.</summary>
    public static double[] Reference(this ModelPlan plan, NetworkWeights weights, float[] input)
    {
        var graph = TestPlans.Graph(plan);
        var values = ReferenceEvaluation.RunLayers(graph, weights, plan.Inputs(input));
        return [.. graph.Outputs.SelectMany(o => values[o.Layer])];
    }

    /// <summary>Random samples.</summary>
    public static float[] Samples(this ModelPlan plan, int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count * plan.InputLengths().Sum()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextDouble() * 4) - 2);
        }

        return values;
    }
}

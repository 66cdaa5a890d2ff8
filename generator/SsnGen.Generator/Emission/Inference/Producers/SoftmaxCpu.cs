using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>The softmax over the channels of each pixel, all blocks of a row at once: the largest, the exponentials and their sum, the quotients.</summary>
internal sealed class SoftmaxCpu : ProducerCpu
{
    private const string Lanes = "vN::Vector<float>.Count";

    /// <inheritdoc/>
    public override bool WritesRow(ProductionPlan plan) => true;

    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at)
    {
        var (source, output, channels) = (plan.Source, plan.Output, plan.Output.Shape.Channels);
        w.Line($"float* x = plane{at.In(source)};");
        if (IsPadded(output))
        {
            w.Line($"vN::Vector<int> channels = new vN::Vector<int>({channels});");
            w.Line("vN::Vector<float> nothing = new vN::Vector<float>(float.NegativeInfinity);");
        }

        using var columns = w.Open($"for (int column = 0; column < {output.Shape.Width}; column++, x += 16, y += 16)");
        w.Line("vN::Vector<float> largest = new vN::Vector<float>(float.NegativeInfinity);");
        using (OpenChannels(w, output))
        {
            EmitLogits(w, source);
            w.Line("largest = vN::Vector.Max(largest, t);");
        }

        w.Line();
        w.Line("float most = largest[0];");
        using (w.Open($"for (int lane = 1; lane < {Lanes}; lane++)"))
        {
            w.Line("most = global::System.Math.Max(most, largest[lane]);");
        }

        w.Line();
        w.Line("vN::Vector<float> sum = vN::Vector<float>.Zero;");
        using (OpenChannels(w, output))
        {
            EmitLogits(w, source);
            w.Line("t = vN::Vector.Exp(t - new vN::Vector<float>(most));");
            w.Line("sum += t;");
            w.Line($"vN::Vector.Store(t, {Place("y", output)});");
        }

        w.Line();
        w.Line("vN::Vector<float> all = new vN::Vector<float>(vN::Vector.Sum(sum));");
        using (OpenChannels(w, output))
        {
            w.Line($"vN::Vector.Store(vN::Vector.Load({Place("y", output)}) / all, {Place("y", output)});");
        }
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) => throw new NotSupportedException("Nothing follows a softmax in its layer.");

    // Channels that only pad the last block are no summands.
    private static void EmitLogits(SourceWriter w, TensorPlan source)
    {
        w.Line($"vN::Vector<float> t = vN::Vector.Load({Place("x", source)});");
        if (IsPadded(source))
        {
            w.Line("t = vN::Vector.ConditionalSelect(vN::Vector.LessThan(vN::Vector<int>.Indices + new vN::Vector<int>(c), channels), t, nothing);");
        }
    }

    private static bool IsPadded(TensorPlan tensor) => tensor.Shape.Channels % InferencePlan.Block != 0;

    private static string Place(string pixel, TensorPlan tensor) => tensor.Blocks == 1 ? pixel + " + c" : $"{pixel} + (c / 16 * {tensor.PlaneStride}) + (c % 16)";

    private static SourceWriter.Block OpenChannels(SourceWriter w, TensorPlan tensor) => w.Open($"for (int c = 0; c < {tensor.Blocks * InferencePlan.Block}; c += {Lanes})");
}

using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

internal static partial class KernelEmitter
{
    private static void EmitSlabMoments(SourceWriter w, KernelShape shape)
    {
        using var method = Method(w, "ComputeSlabMoments", shape.Plan.SlabSize == 1
            ? "A slab of one value is its mean; its variance is 0."
            : $"μ_in = mean x, v_in = Σ (x − μ_in)² / {(shape.Plan.Bessel ? "(S − 1)" : "S")}. Reads x.");
        using var loop = w.Open("for (int k = first; k < limit; k++)");
        if (shape.Plan.IsRow)
        {
            w.Line("pass.SlabMean[k] = pass.X[k];\npass.SlabVariance[k] = 0;");
            return;
        }

        var prefetches = "prefetches: " + Literal.Of(shape.Plan.Prefetches);
        w.Line("float* x = pass.X + ((long)k * S);");
        if (shape.Plan.IsVector && shape.Plan.Blocks > 1)
        {
            w.Line($"Measure(x, Block, {prefetches}, out double mean, out double squares);");
            if (shape.Plan.Blocks > 2)
            {
                using var blocks = w.Open("for (int start = Block; start < S - LastBlock; start += Block)");
                w.Line($"Measure(x + start, Block, {prefetches}, out double blockMean, out double blockSquares);");
                w.Line("Merge(start, ref mean, ref squares, Block, blockMean, blockSquares);");
            }

            w.Line($"Measure(x + (S - LastBlock), LastBlock, {prefetches}, out double lastMean, out double lastSquares);");
            w.Line("Merge(S - LastBlock, ref mean, ref squares, LastBlock, lastMean, lastSquares);");
        }
        else
        {
            w.Line(shape.Plan.IsVector ? $"Measure(x, S, {prefetches}, out double mean, out double squares);" : "MeasureWide(x, S, out double mean, out double squares);");
        }

        w.Line("pass.SlabMean[k] = mean;");
        w.Line($"pass.SlabVariance[k] = squares * (1.0 / {shape.Divisor});");
    }

    /// <summary>Declares the sample and the channel of slab k, as far as they are used.</summary>
    private static void EmitPlace(SourceWriter w, KernelShape shape, bool needsSample, bool needsChannel)
    {
        if (needsSample || (needsChannel && shape.Plan.Channels > 1))
        {
            w.Line("int n = k / C;");
        }

        if (needsChannel)
        {
            w.Line(shape.Plan.Channels > 1 ? "int c = k - (n * C);" : "const int c = 0;");
        }
    }
}

using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>The averages of so many windows, which cover the picture.</summary>
internal sealed class AdaptiveAveragePoolGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer)
    {
        var pool = (Producer.AdaptiveAveragePool)producer;
        return $"Average{Literal.Of(pool.Height)}x{Literal.Of(pool.Width)}";
    }

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (input, output) = (kernel.Input, kernel.Output);
        EmitPlace(w, output);
        EmitEnds(w, ("row", "top", "bottom"), input.Height, output.Height);
        EmitEnds(w, ("column", "left", "right"), input.Width, output.Width);
        w.Line("float t = 0f;");
        using (w.Open("for (int h = top; h < bottom; h++)"))
        using (w.Open("for (int v = left; v < right; v++)"))
        {
            w.Line($"t += x[{Place(input, "slab", "h", "v")}];");
        }

        w.Line();
        w.Line("t /= (bottom - top) * (right - left);");
    }

    private static void EmitEnds(SourceWriter w, (string Index, string First, string End) names, int size, int windows)
    {
        w.Line($"int {names.First} = {Scaled(names.Index, size, windows)};");
        w.Line($"int {names.End} = {Scaled($"({names.Index} + 1)", size, windows, $" + {Literal.Of(windows - 1)}")};");
    }
}

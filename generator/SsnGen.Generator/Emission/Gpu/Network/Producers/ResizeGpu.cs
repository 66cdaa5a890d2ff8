using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>Another size, by the values of single pixels.</summary>
internal sealed class ResizeNearestGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer)
    {
        var resize = (Producer.ResizeNearest)producer;
        return $"Nearest{Literal.Of(resize.Height)}x{Literal.Of(resize.Width)}";
    }

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (input, output) = (kernel.Input, kernel.Output);
        EmitPlace(w, output);
        w.Line($"float t = x[{Place(input, "slab", Nearest("row", input.Height, output.Height), Nearest("column", input.Width, output.Width))}];");
    }

    private static string Nearest(string index, int size, int resized) =>
        size == resized ? index : resized % size == 0 ? $"({index} / {Literal.Of(resized / size)})" : Scaled(index, size, resized);
}

/// <summary>Another size, by the distances to the pixels around. Places are exact, as quotients of integers.</summary>
internal sealed class ResizeBilinearGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer)
    {
        var resize = (Producer.ResizeBilinear)producer;
        return $"Bilinear{Literal.Of(resize.Height)}x{Literal.Of(resize.Width)}{(resize.AlignsCorners ? "Aligned" : "")}";
    }

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (input, output) = (kernel.Input, kernel.Output);
        var aligns = ((Producer.ResizeBilinear)kernel.Producer).AlignsCorners;
        EmitPlace(w, output);
        EmitSide(w, ("row", "top", "bottom", "down"), input.Height, output.Height, aligns);
        EmitSide(w, ("column", "left", "right", "across"), input.Width, output.Width, aligns);
        foreach (var (name, row) in new[] { ("above", "top"), ("below", "bottom") })
        {
            w.Line($"float {name} = x[{Place(input, "slab", row, "left")}];");
            w.Line($"{name} += across * (x[{Place(input, "slab", row, "right")}] - {name});");
        }

        w.Line("float t = above + (down * (below - above));");
    }

    private static void EmitSide(SourceWriter w, (string Index, string First, string Second, string Weight) names, int size, int resized, bool aligns)
    {
        var (step, start, divisor) = InterpolationAxis.Of(size, resized, aligns);
        var type = ((long)step * resized) + Math.Abs((long)start) > int.MaxValue ? "long" : "int";
        var place = KernelText.Sum(start, ((type == "long" ? "(long)" : "") + names.Index, step));
        w.Line($"{type} {names.Index}Place = {(start < 0 ? $"global::System.Math.Max({place}, 0)" : place)};");
        w.Line($"int {names.First} = {(type == "long" ? $"(int)({names.Index}Place / {Literal.Of(divisor)})" : $"{names.Index}Place / {Literal.Of(divisor)}")};");
        w.Line($"int {names.Second} = global::System.Math.Min({names.First} + 1, {Literal.Of(size - 1)});");
        w.Line($"float {names.Weight} = {names.Index}Place % {Literal.Of(divisor)} / {Literal.Of((float)divisor)};");
    }
}

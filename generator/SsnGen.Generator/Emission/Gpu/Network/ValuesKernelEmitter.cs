using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Writes the kernels without weights: ends of layers, pooling, averages, and the unfolding of images.</summary>
internal static class ValuesKernelEmitter
{
    /// <summary>Writes the end of a layer as a pass of its own.</summary>
    public static void Emit(SourceWriter w, FinishKernel k)
    {
        w.Summary($"{KernelText.Formula(k.End)} for [N, {Literal.Of(k.Channels)}, {Literal.Of(k.SlabSize)}]; y may be x.");
        using var kernel = KernelText.Values(w, k, k.End);
        var (x, residual, y) = k.Width == 4 ? ("values", "residuals", "outputs") : ("x", "residual", "y");
        if (k.Width == 4)
        {
            w.Line("ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();\nilGpu::ArrayView<onGpu::Float4> outputs = y.Cast<onGpu::Float4>();");
            if (k.End.Residual)
            {
                w.Line("ilGpu::ArrayView<onGpu::Float4> residuals = residual.Cast<onGpu::Float4>();");
            }
        }

        using var items = KernelText.Items(w, k, "i");
        var vectors = k.SlabSize / k.Width;
        if (k.End.Shift != ChannelShift.None)
        {
            w.Line($"int c = i{(vectors > 1 ? " / " + Literal.Of(vectors) : "")} % {Literal.Of(k.Channels)};");
        }

        w.Line($"{y}[i] = {LayerEndEmitter.Expression(k.End, k.Channels, k.Width, x + "[i]", "c", residual + "[i]")};");
    }

    /// <summary>Writes pooling over windows.</summary>
    public static void Emit(SourceWriter w, PoolKernel k)
    {
        w.Summary($"{(k.IsMax ? "Largest" : "Average")} of windows {KernelText.Words(k.Window)}, {k.Input} to {k.Output}; {KernelText.Formula(k.End)}. A thread for each value.");
        using var kernel = KernelText.Values(w, k, k.End);
        using var items = KernelText.Items(w, k, "i");
        var (window, kernelSize) = (k.Window, k.Window.Kernel);
        w.Line($"int column = i % {Literal.Of(k.Output.Width)};");
        w.Line($"int row = i / {Literal.Of(k.Output.Width)} % {Literal.Of(k.Output.Height)};");
        w.Line($"int slab = i / {Literal.Of(k.Output.SlabSize)};");
        w.Line($"int top = {KernelText.Sum(-window.Padding, ("row", window.Stride))};");
        w.Line($"int left = {KernelText.Sum(-window.Padding, ("column", window.Stride))};");
        w.Line(k.IsMax ? "float t = float.NegativeInfinity;" : "float t = 0f;");
        using (w.Open($"for (int u = 0; u < {Literal.Of(kernelSize)}; u++)"))
        {
            w.Line("int line = top + u;");
            var last = ((k.Output.Height - 1) * window.Stride) + kernelSize - 1 - window.Padding;
            using var inside = Guard(w, KernelText.Within("line", -window.Padding, last, k.Input.Height));
            w.Line($"long from = {KernelText.Sum(0, ("(long)slab", k.Input.SlabSize), ("line", k.Input.Width), ("left", 1))};");
            for (var v = 0; v < kernelSize; v++)
            {
                var most = ((k.Output.Width - 1) * window.Stride) + v - window.Padding;
                using var valid = Guard(w, KernelText.Within(KernelText.Sum(v, ("left", 1)), v - window.Padding, most, k.Input.Width));
                var value = $"x[{KernelText.Sum(v, ("from", 1))}]";
                w.Line(k.IsMax ? $"t = onGpu::GpuTiles.Max(t, {value});" : $"t += {value};");
            }
        }

        w.Line();
        if (!k.IsMax)
        {
            w.Line($"t /= {Literal.Of((float)(kernelSize * kernelSize))};");
        }

        EmitEnd(w, k.End, k.Output.Channels, "i", "slab");
    }

    /// <summary>Writes the average of each channel.</summary>
    public static void Emit(SourceWriter w, MeanKernel k)
    {
        w.Summary($"Average of each channel of [N, {Literal.Of(k.Channels)}, {Literal.Of(k.SlabSize)}]; {KernelText.Formula(k.End)}. A thread for each, sums in double.");
        using var kernel = KernelText.Values(w, k, k.End);
        if (k.Width == 4)
        {
            w.Line("ilGpu::ArrayView<onGpu::Float4> values = x.Cast<onGpu::Float4>();");
        }

        using var items = KernelText.Items(w, k, "slab");
        w.Line($"long start = {KernelText.Sum(0, ("(long)slab", k.Vectors))};");
        var rest = k.Vectors % k.Unrolled;
        if (k.Vectors == k.Unrolled)
        {
            w.Line($"double sum = {Terms(null, 0, k.Vectors)};");
        }
        else
        {
            w.Line("double sum = 0.0;");
            using (w.Open($"for (int i = 0; i < {Literal.Of(k.Vectors - rest)}; i += {Literal.Of(k.Unrolled)})"))
            {
                w.Line($"sum += {Terms("i", 0, k.Unrolled)};");
            }

            w.Line();
            if (rest > 0)
            {
                w.Line($"sum += {Terms(null, k.Vectors - rest, rest)};");
            }
        }

        w.Line($"float t = (float)(sum / {Literal.Of(k.SlabSize)});");
        EmitEnd(w, k.End, k.Channels, "slab", "slab");

        string Terms(string? index, int first, int count) => string.Join(" + ", Enumerable.Range(first, count).Select(v =>
            $"onGpu::GpuValues.WideSum({(k.Width == 4 ? "values" : "x")}[{KernelText.Sum(v, ("start", 1), (index, 1))}])"));
    }

    /// <summary>Writes the unfolding of images.</summary>
    public static void Emit(SourceWriter w, UnfoldKernel k)
    {
        var (window, kernelSize, pixels) = (k.Window, k.Window.Kernel, k.Height * k.Width);
        w.Summary(
            $"Unfolds {k.Input} for a convolution {KernelText.Words(window)}: [N, {Literal.Of(k.Input.Channels)}·{Literal.Of(kernelSize)}·{Literal.Of(kernelSize)}, {Literal.Of(pixels)}], zeros outside of the image.\n"
            + "A thread for each channel and pixel.");
        using var kernel = w.Open($"private static void {KernelText.Name(k)}(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)");
        using var items = KernelText.Items(w, k, "i");
        w.Line($"int pixel = i % {Literal.Of(pixels)};");
        w.Line($"int slab = i / {Literal.Of(pixels)};");
        w.Line($"int top = {KernelText.Sum(-window.Padding, ($"(pixel / {Literal.Of(k.Width)})", window.Stride))};");
        w.Line($"int left = {KernelText.Sum(-window.Padding, ($"(pixel % {Literal.Of(k.Width)})", window.Stride))};");
        using var rows = w.Open($"for (int u = 0; u < {Literal.Of(kernelSize)}; u++)");
        w.Line($"int line = {KernelText.Sum(0, ("top", 1), ("u", window.Dilation))};");
        w.Line($"long from = {KernelText.Sum(0, ("(long)slab", k.Input.SlabSize), ("line", k.Input.Width), ("left", 1))};");
        w.Line($"long to = {KernelText.Sum(0, ("(long)slab", kernelSize * kernelSize * pixels), ("u", kernelSize * pixels), ("pixel", 1))};");
        var lastLine = ((k.Height - 1) * window.Stride) + ((kernelSize - 1) * window.Dilation) - window.Padding;
        var lineInside = KernelText.Within("line", -window.Padding, lastLine, k.Input.Height);
        if (lineInside is not null)
        {
            w.Line($"bool inside = {lineInside};");
        }

        for (var v = 0; v < kernelSize; v++)
        {
            var shift = v * window.Dilation;
            var most = ((k.Width - 1) * window.Stride) + shift - window.Padding;
            var inside = KernelText.Within(KernelText.Sum(shift, ("left", 1)), shift - window.Padding, most, k.Input.Width);
            inside = lineInside is null ? inside : inside is null ? "inside" : "inside && " + inside;
            var place = KernelText.Sum(shift, ("from", 1));
            w.Line($"columns[{KernelText.Sum(v * pixels, ("to", 1))}] = {(inside is null ? $"x[{place}]" : $"onGpu::GpuTiles.Load(x, {place}, {inside})")};");
        }
    }

    private static void EmitEnd(SourceWriter w, LayerEnd end, int channels, string place, string slab) =>
        w.Line($"y[{place}] = {LayerEndEmitter.Expression(end, channels, 1, "t", $"{slab} % {Literal.Of(channels)}", $"residual[{place}]")};");

    private static SourceWriter.Block? Guard(SourceWriter w, string? condition) => condition is null ? null : w.Open($"if ({condition})");
}

using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Writes the kernels that convolutions need beside their tiles: ends of layers, and the unfolding of images.</summary>
internal static class ValuesKernelEmitter
{
    /// <summary>Writes the end of a layer as a pass of its own.</summary>
    public static void Emit(SourceWriter w, FinishKernel k)
    {
        w.Summary($"{KernelText.Formula(k.End, k.Factor)} for [N, {Literal.Of(k.Channels)}, {Literal.Of(k.SlabSize)}]{(k.Factor == Factor.Channels ? $", factor [N, {Literal.Of(k.Channels)}]" : "")}; y may be x.");
        using var kernel = KernelText.Values(w, k, k.Factor == Factor.None ? KernelText.Parameters(k.End) : "factor");
        var (x, factor, residual, y) = k.Width == 4 ? ("values", "factors", "residuals", "outputs") : ("x", "factor", "residual", "y");
        if (k.Width == 4)
        {
            View(w, "values", "x");
            View(w, "outputs", "y");
            if (k.Factor == Factor.Values)
            {
                View(w, "factors", "factor");
            }

            if (k.End.Residual)
            {
                View(w, "residuals", "residual");
            }
        }

        using var items = KernelText.Items(w, k, "i");
        var vectors = k.SlabSize / k.Width;
        var slab = vectors > 1 ? "i / " + Literal.Of(vectors) : "i";
        if (k.End.Shift != ChannelShift.None)
        {
            w.Line($"int c = {slab} % {Literal.Of(k.Channels)};");
        }

        var t = k.Factor switch
        {
            Factor.None => x + "[i]",
            Factor.Values => $"onGpu::GpuTiles.Multiply({x}[i], {factor}[i])",
            Factor.Channels => $"onGpu::GpuValues.Scaled({x}[i], factor[{slab}])",
            _ => throw new InvalidOperationException($"No emission for {k.Factor}."),
        };
        w.Line($"{y}[i] = {LayerEndEmitter.Expression(k.End, k.Channels, k.Width, t, "c", residual + "[i]")};");
    }

    /// <summary>Writes the channels of one tensor among those that are joined.</summary>
    public static void Emit(SourceWriter w, JoinKernel k)
    {
        var (slab, part, whole) = (k.Part.SlabSize, k.Part.Length, k.Output.Length);
        w.Summary($"Channels {Literal.Of(k.First)} to {Literal.Of(k.First + k.Part.Channels - 1)} of {k.Output}, from {k.Part}; {KernelText.Formula(k.End)}. A thread for each value.");
        using var kernel = KernelText.Values(w, k, KernelText.Parameters(k.End));
        using var items = KernelText.Items(w, k, "i");
        w.Line($"long place = {KernelText.Sum(k.First * slab, ("i", 1), ($"((long)i / {Literal.Of(part)})", whole - part))};");
        if (k.End.Shift != ChannelShift.None)
        {
            var channel = $"{(slab == 1 ? "i" : $"i / {Literal.Of(slab)}")} % {Literal.Of(k.Part.Channels)}";
            w.Line($"int c = {(k.First == 0 ? channel : KernelText.Sum(k.First, ($"({channel})", 1)))};");
        }

        w.Line($"y[place] = {LayerEndEmitter.Expression(k.End, k.Output.Channels, 1, "x[i]", "c", "residual[place]")};");
    }

    private static void View(SourceWriter w, string name, string of) => w.Line($"ilGpu::ArrayView<onGpu::Float4> {name} = {of}.Cast<onGpu::Float4>();");

    /// <summary>Writes the unfolding of images.</summary>
    public static void Emit(SourceWriter w, UnfoldKernel k)
    {
        var (window, input, output) = (k.Window, k.Input, k.Output);
        var (frames, down, across, pixels) = (window.Frames, window.Rows, window.Columns, output.SlabSize);
        var seesFrames = window.LeavesFirstFrame(input);
        w.Summary(
            $"Unfolds {input} for a convolution {KernelText.Words(window)}: [N, {Literal.Of(input.Channels)}·{string.Join("·", window.Axes.Select(static a => Literal.Of(a.Kernel)))}, {Literal.Of(pixels)}], zeros outside of the image.\n"
            + "A thread for each channel and pixel.");
        using var kernel = w.Open($"private static void {KernelText.Name(k)}(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> columns, int samples)");
        using var items = KernelText.Items(w, k, "i");
        w.Line($"int pixel = i % {Literal.Of(pixels)};");
        w.Line($"int slab = i / {Literal.Of(pixels)};");
        if (seesFrames)
        {
            w.Line($"int front = {KernelText.Sum(-frames.Before, ($"(pixel / {Literal.Of(output.Height * output.Width)})", frames.Stride))};");
        }

        w.Line($"int top = {KernelText.Sum(-down.Before, ($"(pixel / {Literal.Of(output.Width)}{(output.Depth == 1 ? "" : $" % {Literal.Of(output.Height)}")})", down.Stride))};");
        w.Line($"int left = {KernelText.Sum(-across.Before, ($"(pixel % {Literal.Of(output.Width)})", across.Stride))};");
        using var images = seesFrames ? w.Open($"for (int d = 0; d < {Literal.Of(frames.Kernel)}; d++)") : default(SourceWriter.Block?);
        if (seesFrames)
        {
            w.Line($"int image = {KernelText.Sum(0, ("front", 1), ("d", frames.Dilation))};");
        }

        using var rows = w.Open($"for (int u = 0; u < {Literal.Of(down.Kernel)}; u++)");
        w.Line($"int line = {KernelText.Sum(0, ("top", 1), ("u", down.Dilation))};");
        w.Line($"long from = {KernelText.Sum(0, ("(long)slab", input.SlabSize), (seesFrames ? "image" : null, input.Height * input.Width), ("line", input.Width), ("left", 1))};");
        w.Line($"long to = {KernelText.Sum(0, ("(long)slab", (int)window.Taps * pixels), (seesFrames ? "d" : null, down.Kernel * across.Kernel * pixels), ("u", across.Kernel * pixels), ("pixel", 1))};");
        var (imageInside, lineInside) = (KernelText.Within("image", frames, input.Depth, output.Depth), KernelText.Within("line", down, input.Height, output.Height));
        lineInside = imageInside is null ? lineInside : lineInside is null ? imageInside : $"{imageInside} && {lineInside}";
        if (lineInside is not null)
        {
            w.Line($"bool inside = {lineInside};");
        }

        for (var v = 0; v < across.Kernel; v++)
        {
            var shift = v * across.Dilation;
            var most = ((output.Width - 1) * across.Stride) + shift - across.Before;
            var inside = KernelText.Within(KernelText.Sum(shift, ("left", 1)), shift - across.Before, most, input.Width);
            inside = lineInside is null ? inside : inside is null ? "inside" : "inside && " + inside;
            var place = KernelText.Sum(shift, ("from", 1));
            w.Line($"columns[{KernelText.Sum(v * pixels, ("to", 1))}] = {(inside is null ? $"x[{place}]" : $"onGpu::GpuTiles.Load(x, {place}, {inside})")};");
        }
    }
}

using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network;

/// <summary>Writes convolutions in register tiles.</summary>
internal static class TileKernelEmitter
{
    private static readonly string[] Parts = ["X", "Y", "Z", "W"];

    public static void Emit(SourceWriter w, TileKernel k)
    {
        w.Summary(
            $"Convolution {KernelText.Words(k.Window)}, {k.Input} to {k.Output}{(k.Groups > 1 ? $", in {Literal.Of(k.Groups)} groups" : "")}; {KernelText.Formula(k.End)}.\n"
            + $"A thread computes {Literal.Of(k.Channels)} {(k.Channels == 1 ? "channel" : "channels")} of {(k.Pixels == 1 ? "a pixel" : $"{Literal.Of(k.Pixels)} neighbouring pixels")}.");
        using var kernel = w.Open($"private static void {KernelText.Name(k)}(ilGpu::ArrayView<float> x, ilGpu::ArrayView<float> weights, ilGpu::ArrayView<float> bias, ilGpu::ArrayView<float> residual, ilGpu::ArrayView<float> y, int samples)");
        EmitViews(w, k);
        using var items = KernelText.Items(w, k, "item");
        EmitPlace(w, k);
        w.Line();
        for (var p = 0; p < k.Pixels; p++)
        {
            for (var v = 0; v < k.Vectors; v++)
            {
                w.Line(k.Width == 4 ? $"onGpu::Float4 {Sum(k, p, v)} = default;" : $"float {Sum(k, p, v)} = 0f;");
            }
        }

        w.Line();
        EmitSums(w, k);
        w.Line();
        EmitStores(w, k);
    }

    private static void EmitViews(SourceWriter w, TileKernel k)
    {
        if (k.Width == 4)
        {
            w.Line("ilGpu::ArrayView<onGpu::Float4> packed = weights.Cast<onGpu::Float4>();");
        }

        if (k.StoresVectors)
        {
            w.Line("ilGpu::ArrayView<onGpu::Float4> outputs = y.Cast<onGpu::Float4>();");
            if (k.End.Residual)
            {
                w.Line("ilGpu::ArrayView<onGpu::Float4> residuals = residual.Cast<onGpu::Float4>();");
            }
        }
    }

    /// <summary>Declares which tile this is, and where its inputs begin.</summary>
    private static void EmitPlace(SourceWriter w, TileKernel k)
    {
        var divisor = 1;
        Part("segment", k.RowTiles);
        Part("row", k.Output.Height);
        Part("frame", k.Output.Depth);
        Part("tile", k.ChannelTiles);
        w.Line($"int n = item{(divisor > 1 ? " / " + Literal.Of(divisor) : "")};");
        if (k.Groups > 1 && k.GroupTiles > 1)
        {
            w.Line($"int group = tile / {Literal.Of(k.GroupTiles)};");
        }

        w.Line($"long start = {KernelText.Sum(0, ("(long)n", k.Input.Length), (GroupIndex(k), k.GroupInputs * k.Input.SlabSize))};");
        if (k.SeesFrames)
        {
            w.Line($"int front = {KernelText.Sum(-k.Window.Frames.Before, (Frame(k), k.Window.Frames.Stride))};");
        }

        if (Row(k) is not null)
        {
            w.Line($"int top = {KernelText.Sum(-k.Window.Rows.Before, (Row(k), k.Window.Rows.Stride))};");
        }

        if (Segment(k) is not null)
        {
            w.Line($"int left = {KernelText.Sum(-k.Window.Columns.Before, (Segment(k), k.Pixels * k.Window.Columns.Stride))};");
        }

        foreach (var column in k.Columns.Where(c => !IsOutside(k, c) && Within(k, c) is not null))
        {
            w.Line($"bool inside{Literal.Of(column)} = {Within(k, column)};");
        }

        void Part(string name, int count)
        {
            if (count > 1)
            {
                w.Line($"int {name} = item{(divisor > 1 ? " / " + Literal.Of(divisor) : "")} % {Literal.Of(count)};");
                divisor *= count;
            }
        }
    }

    /// <summary>Writes the sums over input channels and taps.</summary>
    private static void EmitSums(SourceWriter w, TileKernel k)
    {
        var axis = k.Window.Rows;
        var (kernel, padding) = (axis.Kernel, axis.Before);
        using var channels = k.GroupInputs > 1 ? w.Open($"for (int c = 0; c < {Literal.Of(k.GroupInputs)}; c++)") : default(SourceWriter.Block?);
        using var frames = k.SeesFrames ? KernelText.OpenFrames(w, k.Window.Frames, k.Input.Depth, k.Output.Depth) : default(SourceWriter.Block?);
        using var rows = kernel > 1 ? w.Open($"for (int u = 0; u < {Literal.Of(kernel)}; u++)") : default(SourceWriter.Block?);
        var top = Row(k) is null ? null : "top";
        var line = KernelText.Sum(top is null ? -padding : 0, (top, 1), (kernel > 1 ? "u" : null, axis.Dilation));
        if (!IsFirstLine(k))
        {
            w.Line($"int line = {line};");
        }

        using var inside = KernelText.Within("line", axis, k.Input.Height, k.Output.Height) is { } condition ? w.Open($"if ({condition})") : default(SourceWriter.Block?);
        EmitTaps(w, k);
    }

    /// <summary>Writes the products of one row of taps of one input channel: inputs once, then tap by tap.</summary>
    private static void EmitTaps(SourceWriter w, TileKernel k)
    {
        var (kernel, vectors) = (k.Window.Columns.Kernel, k.Vectors);
        var isFixed = Segment(k) is null;
        var channel = k.GroupInputs > 1 ? "c" : null;
        w.Line($"long from = {KernelText.Sum(0, ("start", 1), (channel, k.Input.SlabSize), (k.SeesFrames ? "image" : null, k.Input.Height * k.Input.Width), (IsFirstLine(k) ? null : "line", k.Input.Width), (isFixed ? null : "left", 1))};");
        var tapLength = (int)k.Window.Taps * vectors;
        w.Line($"int tap = {KernelText.Sum(0, (k.ChannelTiles > 1 ? "tile" : null, k.GroupInputs * tapLength), (channel, tapLength), (k.SeesFrames ? "d" : null, k.Window.Rows.Kernel * kernel * vectors), (k.Window.Rows.Kernel > 1 ? "u" : null, kernel * vectors))};");
        var columns = k.Columns.Where(c => !IsOutside(k, c)).ToArray();
        foreach (var column in columns)
        {
            var place = KernelText.Sum(column - (isFixed ? k.Window.Columns.Before : 0), ("from", 1));
            w.Line($"float x{Literal.Of(column)} = " + (Within(k, column) is null ? $"x[{place}];" : $"onGpu::GpuTiles.Load(x, {place}, inside{Literal.Of(column)});"));
        }

        var (packed, type) = k.Width == 4 ? ("packed", "onGpu::Float4") : ("weights", "float");
        for (var tap = 0; tap < kernel; tap++)
        {
            var seen = Enumerable.Range(0, k.Pixels).Where(p => columns.Contains(k.Column(p, tap))).ToArray();
            for (var v = 0; v < vectors && seen.Length > 0; v++)
            {
                w.Line($"{type} w{Literal.Of(tap)}_{Literal.Of(v)} = {packed}[{KernelText.Sum((tap * vectors) + v, ("tap", 1))}];");
            }

            foreach (var p in seen)
            {
                for (var v = 0; v < vectors; v++)
                {
                    w.Line($"{Sum(k, p, v)} = onGpu::GpuTiles.MultiplyAdd({Sum(k, p, v)}, w{Literal.Of(tap)}_{Literal.Of(v)}, x{Literal.Of(k.Column(p, tap))});");
                }
            }
        }
    }

    /// <summary>Writes the tile to y, with the end of the layer.</summary>
    private static void EmitStores(SourceWriter w, TileKernel k)
    {
        var step = k.StoresVectors ? 4 : 1;
        var first = k.GroupTiles == 1 ? null : k.Groups == 1 ? "tile" : $"(tile % {Literal.Of(k.GroupTiles)})";
        if (k.ChannelTiles > 1)
        {
            w.Line($"int o = {KernelText.Sum(0, (GroupIndex(k), k.GroupOutputs), (first, k.Channels))};");
        }

        var slab = k.Output.SlabSize / step;
        w.Line($"long at = {KernelText.Sum(0, ("(long)n", k.Output.Channels * slab), (FirstOutput(k), slab), (Frame(k), k.Output.Height * k.Output.Width / step), (Row(k), k.Output.Width / step), (Segment(k), k.Pixels / step))};");

        // Channels that only fill the last tile of a group are not there, nor are pixels beyond the end of a row.
        var rest = k.GroupOutputs % k.Channels;
        var place = k.Groups == 1 ? (FirstOutput(k), 1) : (first, k.Channels);
        string? Filled(int channel) => rest == 0 || channel < rest ? null : $"{KernelText.Sum(channel, place)} < {Literal.Of(k.GroupOutputs)}";
        var channels = Enumerable.Range(0, k.Channels).Where(c => k.GroupTiles > 1 || c < k.GroupOutputs).ToArray();
        if (k.StoresVectors)
        {
            foreach (var channel in channels)
            {
                using var filled = Guard(w, Filled(channel));
                EmitStore(w, k, channel, k.Output.SlabSize / 4 * channel, $"new onGpu::Float4({string.Join(", ", Enumerable.Range(0, 4).Select(p => Value(k, p, channel)))})");
            }

            return;
        }

        var over = k.Output.Width % k.Pixels;
        for (var p = 0; p < k.Pixels; p++)
        {
            using var inside = Guard(w, over == 0 || p < over ? null : $"{KernelText.Sum(p, (Segment(k), k.Pixels))} < {Literal.Of(k.Output.Width)}");
            foreach (var channel in channels)
            {
                using var filled = Guard(w, Filled(channel));
                EmitStore(w, k, channel, (k.Output.SlabSize * channel) + p, Value(k, p, channel));
            }
        }
    }

    private static void EmitStore(SourceWriter w, TileKernel k, int channel, int offset, string value)
    {
        var (y, residual, width) = k.StoresVectors ? ("outputs", "residuals", 4) : ("y", "residual", 1);
        var place = KernelText.Sum(offset, ("at", 1));
        w.Line($"{y}[{place}] = {LayerEndEmitter.Expression(k.End, k.Output.Channels, width, value, KernelText.Sum(channel, (FirstOutput(k), 1)), $"{residual}[{place}]")};");
    }

    private static SourceWriter.Block? Guard(SourceWriter w, string? condition) => condition is null ? null : w.Open($"if ({condition})");

    private static string Sum(TileKernel k, int pixel, int vector) => $"sum{Literal.Of(pixel)}" + (k.Vectors > 1 ? "_" + Literal.Of(vector) : "");

    private static string Value(TileKernel k, int pixel, int channel) =>
        k.Width == 4 ? $"{Sum(k, pixel, channel / 4)}.{Parts[channel % 4]}" : Sum(k, pixel, channel);

    private static string? Segment(TileKernel k) => k.RowTiles > 1 ? "segment" : null;

    private static string? Frame(TileKernel k) => k.Output.Depth > 1 ? "frame" : null;

    private static string? Row(TileKernel k) => k.Output.Height > 1 ? "row" : null;

    /// <summary>Whether the input has one row, and each tap sees it.</summary>
    private static bool IsFirstLine(TileKernel k) => k.Input.Height == 1 && k.Window.Rows is { Kernel: 1, Before: 0, After: 0 };

    private static string? FirstOutput(TileKernel k) => k.ChannelTiles > 1 ? "o" : null;

    private static string? GroupIndex(TileKernel k) => k.Groups == 1 ? null : k.GroupTiles > 1 ? "group" : "tile";

    /// <summary>Whether a column is padding for the one tile of a row.</summary>
    private static bool IsOutside(TileKernel k, int column) =>
        k.RowTiles == 1 && (column - k.Window.Columns.Before < 0 || column - k.Window.Columns.Before >= k.Input.Width);

    private static string? Within(TileKernel k, int column)
    {
        var most = ((k.RowTiles - 1) * k.Pixels * k.Window.Columns.Stride) + column - k.Window.Columns.Before;
        return KernelText.Within(KernelText.Sum(column, ("left", 1)), column - k.Window.Columns.Before, most, k.Input.Width);
    }
}

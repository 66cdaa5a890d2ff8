using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the register tiles of one width.</summary>
internal static class TileEmitter
{
    private const string Columns = "abcd";

    /// <summary>The name of a tile's method.</summary>
    public static string Name(TilePlan tile) =>
        $"{(tile.IsDepthwise ? "Depthwise" : tile.HasBias ? "Conv" : "Sum")}{Kernel(tile)}" +
        (tile.Stride > 1 ? $"s{tile.Stride}" : "") +
        (tile.Dilation > 1 ? $"d{tile.Dilation}" : "") +
        (tile.SkipsPadding ? "p" : "") +
        $"_i{tile.InputChannels}w{tile.WeightStep}_{tile.Pixels}x{16 * tile.Blocks}" +
        KernelNames.Tail(tile.Residual, tile.Activation);

    private static string Kernel(TilePlan tile) => $"{(tile.KernelDepth is { } depth ? $"{depth}x" : "")}{tile.KernelHeight}x{tile.KernelWidth}";

    /// <summary>Emits the class of all tiles of one width; nothing where there are none.</summary>
    public static void Emit(SourceWriter w, string className, VectorWidth width, IEnumerable<TilePlan> tiles)
    {
        w.Line();
        w.Summary(
            $"Register tiles of {(int)width}-bit vectors: a few pixels of one row by 16 or 32 output channels stay in registers over the whole sum.\n" +
            "Names: kernel, stride (s), dilation (d), whether padding is skipped (p), input channels of a block (i), weights per input channel (w), pixels x output channels, end of the layer.");
        EmittedFile.Mark(w);
        using (w.Open($"file static unsafe class {className}"))
        {
            var first = true;
            foreach (var tile in tiles)
            {
                if (!first)
                {
                    w.Line();
                }

                first = false;
                EmitTile(w, tile);
            }
        }
    }

    private static void EmitTile(SourceWriter w, TilePlan tile)
    {
        var v = VectorType.Of(w, tile.Width);
        var columns = tile.Vectors;
        w.Summary(
            $"{Kernel(tile)} {(tile.IsDepthwise ? "depthwise " : "")}convolution, stride {tile.Stride}, dilation {tile.Dilation}, {tile.InputChannels} input channel{(tile.InputChannels > 1 ? "s" : "")} per block: " +
            $"{tile.Pixels} pixel{(tile.Pixels > 1 ? "s" : "")} x {16 * tile.Blocks} channels,\n" +
            $"{tile.Pixels * columns * tile.Chains} accumulators. y = {Finish.Formula(tile.HasBias ? "bias + sum w x" : "sum w x", tile.Residual, tile.Activation)}.");
        w.Line(EmissionNames.Optimized);
        var residual = tile.Residual ? ", float* r, int rPlane" : "";
        var bias = tile.HasBias ? ", float* bias" : "";
        var weights = tile.SkipsPadding || tile.KernelDepth is not null ? "weights" : "w";
        var taps = (tile.KernelDepth is null ? "" : ", int front, int back, int xFrame") + (tile.SkipsPadding ? ", int top, int bottom, int left, int right" : "");
        using (w.Open($"public static void {Name(tile)}(float* x, int xRow, int xPlane, int blocks{taps}, float* {weights}{bias}, float* y, int yPlane{residual})"))
        {
            EmitStart(w, tile, v, columns);
            EmitSum(w, tile, v, columns);
            w.Line();
            EmitEnd(w, tile, v, columns);
        }
    }

    private static void EmitStart(SourceWriter w, TilePlan tile, VectorType v, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            var first = Columns[column] + "0";
            var others = Enumerable.Range(1, tile.Pixels - 1).Select(p => $", {Columns[column]}{p} = {first}");
            w.Line($"{v.Type} {first} = {(tile.HasBias ? v.Load(Address.Of("bias", column * v.Lanes)) : v.Type + ".Zero")}{string.Concat(others)};");
            for (var chain = 1; chain < tile.Chains; chain++)
            {
                w.Line($"{v.Type} " + string.Join(", ", Enumerable.Range(0, tile.Pixels).Select(p => $"{Sum(column, p, chain)} = {v.Type}.Zero")) + ";");
            }
        }
    }

    private static void EmitSum(SourceWriter w, TilePlan tile, VectorType v, int columns)
    {
        if (tile.SkipsPadding)
        {
            EmitSumInside(w, tile, v, columns);
            return;
        }

        if (tile.KernelDepth is { } depth)
        {
            var frame = tile.KernelHeight * tile.KernelWidth * tile.TapStep;
            using var frameBlocks = w.Open($"for (int block = 0; block < blocks; block++, x += xPlane, weights += {depth * frame})");
            w.Line("float* image = x + (front * xFrame);");
            w.Line($"float* w = weights + (front * {frame});");
            using var frames = w.Open("for (int frame = front; frame < back; frame++, image += xFrame)");
            EmitRows(w, tile, v, columns, "image");
            return;
        }

        using var blocks = w.Open("for (int block = 0; block < blocks; block++, x += xPlane)");
        EmitRows(w, tile, v, columns, "x");
    }

    private static void EmitRows(SourceWriter w, TilePlan tile, VectorType v, int columns, string image)
    {
        if (tile.KernelHeight == 1)
        {
            EmitLine(w, tile, v, columns, image);
            return;
        }

        w.Line($"float* line = {image};");
        using (w.Open($"for (int row = 0; row < {tile.KernelHeight}; row++, line += xRow)"))
        {
            EmitLine(w, tile, v, columns, "line");
        }
    }

    // Only rows and columns of the kernel that see the picture.
    private static void EmitSumInside(SourceWriter w, TilePlan tile, VectorType v, int columns)
    {
        var tap = tile.InputChannels * tile.WeightStep;
        using var blocks = w.Open($"for (int block = 0; block < blocks; block++, x += xPlane, weights += {tile.KernelHeight * tile.KernelWidth * tap})");
        using var rows = w.Open("for (int row = top; row < bottom; row++)");
        using var taps = w.Open("for (int column = left; column < right; column++)");
        w.Line($"float* s = x + (row * xRow) + (column * {tile.Dilation * tile.InputChannels});");
        w.Line($"float* w = weights + (((row * {tile.KernelWidth}) + column) * {tap});");
        EmitRun(w, tile, v, columns);
    }

    private static void EmitLine(SourceWriter w, TilePlan tile, VectorType v, int columns, string line)
    {
        if (tile.IsDepthwise)
        {
            EmitDepthwise(w, tile, v, columns, line);
            return;
        }

        if (tile.Columns == 1)
        {
            w.Line($"float* s = {line};");
            EmitRun(w, tile, v, columns);
            return;
        }

        using (w.Open($"for (int column = 0; column < {tile.Columns}; column++)"))
        {
            w.Line($"float* s = {line} + (column * {tile.Dilation * tile.InputChannels});");
            EmitRun(w, tile, v, columns);
        }
    }

    // The values under adjacent columns of the kernel are adjacent: one loop runs over columns and channels.
    private static void EmitRun(SourceWriter w, TilePlan tile, VectorType v, int columns)
    {
        using (w.Open($"for (float* end = s + {tile.Run}; s < end; {(tile.Chains == 1 ? "s++" : $"s += {tile.Chains}")}, w += {tile.Chains * tile.WeightStep})"))
        {
            for (var chain = 0; chain < tile.Chains; chain++)
            {
                EmitStep(w, tile, v, columns, chain);
            }
        }
    }

    private static void EmitDepthwise(SourceWriter w, TilePlan tile, VectorType v, int columns, string line)
    {
        var step = tile.Dilation * tile.InputChannels;
        w.Line($"float* s = {line};");
        using (w.Open($"for (float* end = s + {tile.KernelWidth * step}; s < end; s += {step}, w += {tile.WeightStep})"))
        {
            for (var column = 0; column < columns; column++)
            {
                w.Line($"{v.Type} w{column} = {v.Load(Address.Of("w", column * v.Lanes))};");
            }

            for (var pixel = 0; pixel < tile.Pixels; pixel++)
            {
                w.Line(string.Join(" ", Enumerable.Range(0, columns).Select(c =>
                {
                    var value = v.Load(Address.Of("s", (pixel * tile.Stride * tile.InputChannels) + (c * v.Lanes)));
                    return $"{Sum(c, pixel, 0)} = {v.MultiplyAdd(value, $"w{c}", Sum(c, pixel, 0))};";
                })));
            }
        }
    }

    // One input channel: its weights, then one value of each pixel.
    private static void EmitStep(SourceWriter w, TilePlan tile, VectorType v, int columns, int chain)
    {
        var type = chain == 0 ? v.Type + " " : "";
        if (chain == 0)
        {
            var weights = Enumerable.Range(0, columns).Select(c => $"w{c} = {v.Load(Address.Of("w", c * v.Lanes))}");
            w.Line($"{type}{string.Join(", ", weights)};");
        }
        else
        {
            w.Line(string.Join(" ", Enumerable.Range(0, columns).Select(c => $"w{c} = {v.Load(Address.Of("w", (chain * tile.WeightStep) + (c * v.Lanes)))};")));
        }

        for (var pixel = 0; pixel < tile.Pixels; pixel++)
        {
            w.Line($"{(pixel == 0 ? type : "")}t = {v.Broadcast($"s[{chain + (pixel * tile.Stride * tile.InputChannels)}]")};");
            w.Line(string.Join(" ", Enumerable.Range(0, columns).Select(c =>
                $"{Sum(c, pixel, chain)} = {v.MultiplyAdd("t", $"w{c}", Sum(c, pixel, chain))};")));
        }
    }

    private static string Sum(int column, int pixel, int chain) => chain == 0 ? $"{Columns[column]}{pixel}" : $"{Columns[column]}{pixel}_{chain}";

    private static void EmitEnd(SourceWriter w, TilePlan tile, VectorType v, int columns)
    {
        var late = tile.Activation is { IsLong: true };
        for (var column = 0; column < columns; column++)
        {
            var lane = column * v.Lanes % 16;
            if (lane == 0 && column > 0)
            {
                w.Line("y += yPlane;");
                if (tile.Residual)
                {
                    w.Line("r += rPlane;");
                }
            }

            for (var pixel = 0; pixel < tile.Pixels; pixel++)
            {
                var t = Sum(column, pixel, 0);
                for (var chain = 1; chain < tile.Chains; chain++)
                {
                    w.Line($"{t} += {Sum(column, pixel, chain)};");
                }

                if (tile.Residual)
                {
                    w.Line($"{t} += {v.Load(Address.Of("r", (16 * pixel) + lane))};");
                }

                foreach (var line in late ? [] : Finish.Activate(v, t, tile.Activation))
                {
                    w.Line(line);
                }

                w.Line(v.Store(t, Address.Of("y", (16 * pixel) + lane)) + ";");
            }

            if (late && lane + v.Lanes == 16)
            {
                EmitLateActivation(w, tile, v);
            }
        }
    }

    // The exponential is long: one copy of it over the values just stored, instead of one per accumulator.
    private static void EmitLateActivation(SourceWriter w, TilePlan tile, VectorType v)
    {
        using (w.Open($"for (int i = 0; i < {16 * tile.Pixels}; i += {v.Lanes})"))
        {
            w.Line($"{v.Type} z = {v.Load("y + i")};");
            foreach (var line in Finish.Activate(v, "z", tile.Activation))
            {
                w.Line(line);
            }

            w.Line(v.Store("z", "y + i") + ";");
        }
    }
}

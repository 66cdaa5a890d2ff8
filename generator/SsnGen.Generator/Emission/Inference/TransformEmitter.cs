using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;
using SsnGen.Inference;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits what Winograd's filtering consists of: the transforms there and back, and the products between them.</summary>
internal static class TransformEmitter
{
    private const int Side = WinogradTile.Inputs;

    public static string Name(InputTransformPlan plan) =>
        $"TransformInput{16 * plan.InputBlocks}x{plan.Rows}x{plan.Columns}_{plan.SourceRow}_{plan.SourcePlane}_{plan.PointStride}{(plan.Dilation == 1 ? "" : $"d{plan.Dilation}")}{(plan.FrameStride is { } frame ? $"f{frame}" : "")}";

    public static string Name(ProductPlan plan) =>
        $"Multiply{16 * plan.InputBlocks}{(plan.SeesFrames ? "f" : "")}x{16 * plan.UnitBlocks}_{string.Join("_", plan.Rows.Select(static r => r.Pixels).Distinct())}";

    public static string Name(OutputTransformPlan plan) =>
        $"TransformOutput{plan.Plane}_{plan.PointStride}{(plan.Dilation == 1 ? "" : $"d{plan.Dilation}")}" +
        (plan.ResidualBorder is { } border && border != plan.Plane.Border ? $"r{border}" : "") +
        KernelNames.Tail(plan.ResidualBorder is not null, plan.Activation);

    /// <summary>Emits the class; nothing where no layer needs it.</summary>
    public static void Emit(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        var parts = plan.Productions.Select(static p => p.Winograd).OfType<WinogradParts>().ToArray();
        if (parts.Length == 0)
        {
            return;
        }

        w.Line();
        w.Summary(
            "Winograd's minimal filtering F(2x2, 3x3) (Lavin and Gray, CVPR 2016): tiles of 2x2 outputs from 4x4 inputs,\n" +
            "y = A'(sum over channels of (G g G') (B' d B)) A, with 16 products per pair of channels instead of 36.");
        EmittedFile.Mark(w);
        using (w.Open($"file static unsafe class {names.Winograd}"))
        {
            var next = false;
            foreach (var input in parts.Select(static s => s.Input).Distinct())
            {
                Separate();
                EmitInput(w, input);
            }

            foreach (var products in parts.Select(static s => s.Products).Distinct())
            {
                Separate();
                EmitProducts(w, names, products);
            }

            foreach (var output in parts.Select(static s => s.Output).Distinct())
            {
                Separate();
                EmitOutput(w, output);
            }

            void Separate()
            {
                if (next)
                {
                    w.Line();
                }

                next = true;
            }
        }
    }

    private static void EmitInput(SourceWriter w, InputTransformPlan plan)
    {
        w.Summary(
            $"B' d B of the tiles of some rows of {plan.Columns}, for {16 * plan.InputBlocks} channels{(plan.Dilation == 1 ? "" : $", every {plan.Dilation} pixels")}; v: [point][block][tile][16].\n" +
            "Neighbours share two of their four columns, whose half of the transform is kept.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {Name(plan)}(float* x, float* v, int first, int rows{(plan.FrameStride is null ? "" : ", int front, int back")})"))
        using (plan.FrameStride is null ? default(SourceWriter.Block?) : w.Open("for (int frame = front; frame < back; frame++)"))
        using (w.Open($"for (int block = 0; block < {plan.InputBlocks}; block++)"))
        using (w.Open("for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)"))
        using (w.Open("for (int row = 0; row < rows; row++)"))
        {
            var (frame, place) = plan.FrameStride is { } stride ? (Address.Step("frame", stride), plan.InputBlocks == 1 ? "(frame - front)" : $"(((frame - front) * {plan.InputBlocks}) + block)") : ("", "block");
            var start = $"x + lane{frame}{Address.Step("block", plan.SourcePlane)}{Line(w, plan.Dilation, plan.SourceRow)}";
            w.Line($"float* to = v + lane + ((({place} * rows) + row) * {16 * plan.Columns});");
            w.Line("vN::Vector<float> d0, d1, d2, d3;");
            using var phases = Phases(w, plan.Dilation);
            w.Line($"float* x0 = {start}{Address.Step(plan.Dilation == 1 ? null : "phase", 16)};");
            w.Line($"float* x1 = x0 + {plan.Dilation * plan.SourceRow};");
            w.Line($"float* x2 = x1 + {plan.Dilation * plan.SourceRow};");
            w.Line(plan.EndsEarly
                ? $"float* x3 = first + row == {plan.Rows - 1} ? x2 : x2 + {plan.SourceRow}; // the last row's values reach no output"
                : $"float* x3 = x2 + {plan.Dilation * plan.SourceRow};");
            EmitColumn(w, "a", 0);
            EmitColumn(w, "b", plan.Dilation);
            using (w.Open($"for (int column = 0; column < {plan.Columns / plan.Dilation}; column++, to += 16)"))
            {
                for (var i = 0; i < Side; i++)
                {
                    w.Line($"x{i} += {32 * plan.Dilation};");
                }

                EmitColumn(w, "c", 0);
                EmitColumn(w, "e", plan.Dilation);
                EmitRows(w, plan);
            }
        }
    }

    // The step to the first row of a tile, in rows of so many floats. Where taps lie d pixels apart, d rows of tiles share 2d rows.
    private static string Line(SourceWriter w, int dilation, int rowStride)
    {
        if (dilation == 1)
        {
            return $" + ((first + row) * {WinogradTile.Outputs * rowStride})";
        }

        w.Line($"int line = ((first + row) / {dilation} * {WinogradTile.Outputs * dilation}) + ((first + row) % {dilation});");
        return $" + (line * {rowStride})";
    }

    // Likewise the tiles of a row: first those of every d-th column from the first on, then from the second.
    private static SourceWriter.Block? Phases(SourceWriter w, int dilation) =>
        dilation == 1 ? default(SourceWriter.Block?) : w.Open($"for (int phase = 0; phase < {dilation}; phase++)");

    // B'd of one column: d0 - d2, d1 + d2, d2 - d1, d1 - d3.
    private static void EmitColumn(SourceWriter w, string name, int column)
    {
        for (var i = 0; i < Side; i++)
        {
            w.Line($"d{i} = vN::Vector.Load({Address.Of("x" + i, 16 * column)});");
        }

        w.Line($"vN::Vector<float> {name}0 = d0 - d2, {name}1 = d1 + d2, {name}2 = d2 - d1, {name}3 = d1 - d3;");
    }

    // (B'd)B of the rows of a tile; then its right half is the left half of the next.
    private static void EmitRows(SourceWriter w, InputTransformPlan plan)
    {
        for (var i = 0; i < Side; i++)
        {
            string[] values = [$"a{i} - c{i}", $"b{i} + c{i}", $"c{i} - b{i}", $"b{i} - e{i}"];
            for (var j = 0; j < Side; j++)
            {
                w.Line($"vN::Vector.Store({values[j]}, {Address.Of("to", ((Side * i) + j) * plan.PointStride)});");
            }
        }

        for (var i = 0; i < Side; i++)
        {
            w.Line($"a{i} = c{i};");
            w.Line($"b{i} = e{i};");
        }
    }

    private static void EmitProducts(SourceWriter w, EmissionNames names, ProductPlan plan)
    {
        w.Summary(
            $"The products of some tiles with the weights of {16 * plan.UnitBlocks} output channels, summed over {16 * plan.InputBlocks} input channels, at each of 16 points;\n" +
            "w: [point][block][input channel][output channel], m: [point][output block][tile][16].");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {Name(plan)}(float* v, float* w, float* m, int tiles{(plan.SeesFrames ? ", int blocks" : "")})"))
        using (w.Open($"for (int point = 0; point < {WinogradTile.Points}; point++, v += {plan.InputStride}, w += {plan.WeightStride}, m += {plan.ProductStride})"))
        {
            VectorWidth[] widths = [.. plan.Rows.Select(static r => r.Width).Distinct()];
            string[] heads = ["if (vW::Vector512.IsHardwareAccelerated)", "else if (vW::Vector256.IsHardwareAccelerated)", "else"];
            for (var i = 0; i < widths.Length; i++)
            {
                using (w.Open(heads[i]))
                {
                    EmitStrips(w, names, plan, [.. plan.Rows.Where(r => r.Width == widths[i])]);
                }
            }
        }
    }

    private static void EmitStrips(SourceWriter w, EmissionNames names, ProductPlan plan, RowPlan[] strips)
    {
        if (strips.Length == 1)
        {
            EmitTiles(w, names, plan, strips[0]);
            return;
        }

        using (w.Open($"if (tiles == {strips[0].Pixels})"))
        {
            EmitTiles(w, names, plan, strips[0]);
        }

        using (w.Open("else"))
        {
            EmitTiles(w, names, plan, strips[1]);
        }
    }

    private static void EmitTiles(SourceWriter w, EmissionNames names, ProductPlan plan, RowPlan row)
    {
        var byBlock = row.Main.Blocks < row.UnitBlocks;
        var loop = byBlock ? w.Open($"for (int block = 0; block < {row.UnitBlocks}; block++)") : default(SourceWriter.Block?);
        var pixels = row.Main.Pixels;
        if (row.Count == 1)
        {
            w.Line(Call(row.Main, ""));
        }
        else
        {
            using (w.Open($"for (int tile = 0; tile < {row.Count * pixels}; tile += {pixels})"))
            {
                w.Line(Call(row.Main, " + (tile * 16)"));
            }
        }

        if (row.Rest is { } rest)
        {
            w.Line(Call(rest, $" + {row.Count * pixels * 16}"));
        }

        loop?.Dispose();

        string Call(TilePlan tile, string at) =>
            $"{names.Tiles(tile.Width)}.{TileEmitter.Name(tile)}(v{at}, 0, tiles * 16, {(plan.SeesFrames ? "blocks" : plan.InputBlocks)}, w{(byBlock ? " + (block * 16)" : "")}, m{(byBlock ? " + (block * tiles * 16)" : "")}{at}, tiles * 16);";
    }

    private static void EmitOutput(SourceWriter w, OutputTransformPlan plan)
    {
        var plane = plan.Plane;
        w.Summary(
            $"A' m A of the tiles of some rows of {plan.Columns}, 16 channels of a {plane.Height}x{plane.Width} plane: y = {Finish.Formula("bias + A' m A", plan.ResidualBorder is not null, plan.Activation)}.");
        w.Line(EmissionNames.Optimized);
        var residual = plan.ResidualBorder is null ? "" : ", float* residual";
        using (w.Open($"public static void {Name(plan)}(float* m, float* bias, float* y{residual}, int first, int rows)"))
        using (w.Open("for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)"))
        {
            w.Line("vN::Vector<float> shift = vN::Vector.Load(bias + lane);");
            using (w.Open("for (int row = 0; row < rows; row++)"))
            {
                EmitOutputRow(w, plan);
            }
        }
    }

    private static void EmitOutputRow(SourceWriter w, OutputTransformPlan plan)
    {
        var plane = plan.Plane;
        var (dilation, step) = (plan.Dilation, 32 * plan.Dilation);
        w.Line($"float* from = m + lane + (row * {16 * plan.Columns});");
        var line = Line(w, dilation, plane.RowStride);
        using var phases = Phases(w, dilation);
        var phase = Address.Step(dilation == 1 ? null : "phase", 16);
        w.Line($"float* y0 = y + lane{line}{phase};");
        w.Line($"float* y1 = y0 + {dilation * plane.RowStride};");
        var advance = $"from += 16, y0 += {step}, y1 += {step}";
        if (plan.ResidualBorder is { } border)
        {
            var stride = (plane with { Border = border }).RowStride;
            w.Line($"float* r0 = residual + lane{(dilation == 1 ? $" + ((first + row) * {2 * stride})" : $" + (line * {stride})")}{phase};");
            w.Line($"float* r1 = r0 + {dilation * stride};");
            advance += $", r0 += {step}, r1 += {step}";
        }

        if (plane.Height % 2 == 1)
        {
            w.Line($"bool isLast = first + row == {plane.Height / 2};");
        }

        var whole = plane.Width / 2 / dilation;
        if (whole > 0)
        {
            using (w.Open($"for (int column = 0; column < {whole}; column++, {advance})"))
            {
                EmitOutputTile(w, plan, right: true);
            }
        }

        if (whole * dilation < plan.Columns)
        {
            w.Line();
            using (w.Open(null))
            {
                EmitOutputTile(w, plan, right: false);
            }
        }
    }

    private static void EmitOutputTile(SourceWriter w, OutputTransformPlan plan, bool right)
    {
        for (var j = 0; j < Side; j++)
        {
            var m = Enumerable.Range(0, Side).Select(i => $"vN::Vector.Load({Address.Of("from", ((Side * i) + j) * plan.PointStride)})").ToArray();
            w.Line($"vN::Vector<float> m0{j} = {m[0]}, m1{j} = {m[1]}, m2{j} = {m[2]}, m3{j} = {m[3]};");
            w.Line($"vN::Vector<float> a{j} = m0{j} + m1{j} + m2{j}, b{j} = m1{j} - m2{j} - m3{j};");
        }

        w.Line("vN::Vector<float> t;");
        EmitOutputPair(w, plan, right, "a", "0");
        if (plan.Plane.Height % 2 == 0)
        {
            EmitOutputPair(w, plan, right, "b", "1");
            return;
        }

        using (w.Open("if (!isLast)"))
        {
            EmitOutputPair(w, plan, right, "b", "1");
        }
    }

    private static void EmitOutputPair(SourceWriter w, OutputTransformPlan plan, bool right, string s, string row)
    {
        EmitOutputValue(w, plan, $"{s}0 + {s}1 + {s}2", row, 0);
        if (right)
        {
            EmitOutputValue(w, plan, $"{s}1 - {s}2 - {s}3", row, 16 * plan.Dilation);
        }
    }

    private static void EmitOutputValue(SourceWriter w, OutputTransformPlan plan, string sum, string row, int at)
    {
        w.Line($"t = {sum} + shift;");
        if (plan.ResidualBorder is not null)
        {
            w.Line($"t += vN::Vector.Load({Address.Of("r" + row, at)});");
        }

        foreach (var line in Finish.Activate(VectorType.Machine(w), "t", plan.Activation))
        {
            w.Line(line);
        }

        w.Line($"vN::Vector.Store(t, {Address.Of("y" + row, at)});");
    }
}

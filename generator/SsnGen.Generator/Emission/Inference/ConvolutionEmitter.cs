using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the production of a convolution or linear layer: which tiles go where.</summary>
internal static class ConvolutionEmitter
{
    public static void Emit(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv)
    {
        var name = names.Of(plan);
        if (conv.IsGrouped)
        {
            w.Line($"private static global::System.ReadOnlySpan<int> {FirstInputBlock(name)}() => [{string.Join(", ", conv.FirstInputBlock)}];");
            w.Line();
        }

        var output = plan.Output;
        w.Summary(
            $"{plan.Producer.Words}, {plan.Source.Shape} -> {output.Shape}: y = {Finish.Formula("bias + sum w x", plan.Residual is not null, plan.Activation)}.\n"
            + $"A row is {Rows(conv)}; {JobEmitter.Words("unit", plan.Units, plan.Rows)}.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {name}({JobEmitter.Parameters(plan)})"))
        {
            var (loop, unit, row) = JobEmitter.Open(w, "unit", plan.Units, plan.Rows);
            var block = conv.IsGrouped ? Address.Step($"{FirstInputBlock(name)}()[{unit ?? "0"}]", plan.Source.PlaneStride) : "";
            w.Line($"float* x = source{block}{Address.Step(row, conv.Window.Rows.Stride * plan.Source.RowStride)};");
            w.Line($"float* w = weights{Address.Step(unit, conv.UnitLength)};");
            w.Line($"float* bias = biases{Address.Step(unit, conv.UnitBlocks * InferencePlan.Block)};");
            w.Line($"float* y = {Address.Of("output", output.Interior)}{Address.Step(unit, conv.UnitBlocks * output.PlaneStride)}{Address.Step(row, output.RowStride)};");
            if (plan.Residual is { } residual)
            {
                w.Line($"float* r = residual{Address.Step(unit, conv.UnitBlocks * residual.PlaneStride)}{Address.Step(row, residual.RowStride)};");
            }

            if (conv.SkipsPadding)
            {
                EmitRowsInside(w, conv.Window.Rows, plan.Source.Shape.Height, row ?? "0");
            }

            EmitWidths(w, names, plan, conv);
            EmitBorders(w, names, plan, conv, unit, row);
            loop.Dispose();
        }
    }

    private static string Rows(ConvolutionPlan conv) => string.Join(", ", conv.Rows.Where(r => r.UnitBlocks == conv.UnitBlocks).GroupBy(static r => r.Width).Select(static parts =>
    {
        var cuts = parts.Select(static r => $"{(r.Count > 1 ? $"{r.Count} x " : "")}{r.Main.Pixels}{(r.Rest is { } rest ? $" + {rest.Pixels}" : "")}");
        return $"{string.Join(" + ", cuts)} pixel{(parts.Sum(static r => r.Pixels) > 1 ? "s" : "")} x {16 * parts.First().Main.Blocks} channels ({(int)parts.Key} bits)";
    }));

    // The rows of the kernel that see the picture.
    private static void EmitRowsInside(SourceWriter w, WindowAxis rows, int height, string row)
    {
        var start = Address.Of(rows.Stride == 1 ? row : $"({row} * {rows.Stride})", -rows.Before);
        w.Line($"int above = {start};");
        w.Line($"int top = global::System.Math.Max(0, ({rows.Dilation - 1} - above) / {rows.Dilation});");
        w.Line($"int bottom = global::System.Math.Min({rows.Kernel}, (({height - 1} - above) / {rows.Dilation}) + 1);");
    }

    private static string FirstInputBlock(string name) => name + "FirstInputBlock";

    private static void EmitBorders(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, string? unit, string? row)
    {
        var output = plan.Output;
        if (output.Border.IsNone)
        {
            return;
        }

        w.Line();
        var clear = $"{names.Planes}.{PlaneEmitter.ClearBorder(output.Plane)}";
        var plane = $"output{Address.Step(unit, conv.UnitBlocks * output.PlaneStride)}";
        w.Line($"{clear}({plane}, {row ?? "0"});");
        if (conv.UnitBlocks == 2 && conv.LastUnitBlocks == 2)
        {
            w.Line($"{clear}({plane} + {output.PlaneStride}, {row ?? "0"});");
        }
        else if (conv.UnitBlocks == 2 && conv.Units > 1)
        {
            using (w.Open($"if (unit < {conv.Units - 1})"))
            {
                w.Line($"{clear}({plane} + {output.PlaneStride}, {row ?? "0"});");
            }
        }
    }

    // The JIT compiles one of the three branches; the others are constants to it.
    private static void EmitWidths(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv)
    {
        w.Line();
        var heads = new[] { "if (vW::Vector512.IsHardwareAccelerated)", "else if (vW::Vector256.IsHardwareAccelerated)", "else" };
        var widths = conv.Rows.Select(static r => r.Width).Distinct().ToArray();
        for (var i = 0; i < widths.Length; i++)
        {
            var units = conv.Rows.Where(r => r.Width == widths[i]).GroupBy(static r => r.UnitBlocks).ToArray();
            using (w.Open(heads[i]))
            {
                if (units.Length == 1)
                {
                    EmitParts(w, names, plan, conv, units[0]);
                    continue;
                }

                using (w.Open($"if (unit < {conv.Units - 1})"))
                {
                    EmitParts(w, names, plan, conv, units[0]);
                }

                using (w.Open("else"))
                {
                    EmitParts(w, names, plan, conv, units[1]);
                }
            }
        }
    }

    // The parts of a row of one unit.
    private static void EmitParts(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, IEnumerable<RowPlan> parts)
    {
        var first = parts.First();
        var isWhole = first.Main.Blocks == first.UnitBlocks;
        using var blocks = isWhole ? default(SourceWriter.Block?) : w.Open($"for (int block = 0; block < {first.UnitBlocks}; block++)");
        foreach (var part in parts)
        {
            EmitTiles(w, names, plan, conv, part, isWhole ? null : "block");
        }
    }

    private static void EmitTiles(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, RowPlan row, string? block)
    {
        var (first, pixels, step) = (row.Part.First, row.Main.Pixels, conv.Window.Columns.Stride * conv.InputChannels);
        var done = first + (row.Count * pixels);
        if (row.Count == 1)
        {
            w.Line(Call(names, plan, conv, row, row.Main, Address.Of("", first * step), Address.Of("", first * 16), block));
        }
        else
        {
            using (w.Open($"for (int pixel = {first}; pixel < {done}; pixel += {pixels})"))
            {
                w.Line(Call(names, plan, conv, row, row.Main, Address.Step("pixel", step), " + (pixel * 16)", block));
            }
        }

        if (row.Rest is { } rest)
        {
            w.Line(Call(names, plan, conv, row, rest, Address.Of("", done * step), Address.Of("", done * 16), block));
        }
    }

    private static string Call(EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, RowPlan row, TilePlan tile, string x, string y, string? block)
    {
        string Block(int stride) => Address.Step(block, stride);
        var source = plan.Source;
        var output = plan.Output;
        var residual = tile.Residual && plan.Residual is { } r ? $", r{Block(r.PlaneStride)}{y}, {r.PlaneStride}" : "";
        return $"{names.Tiles(tile.Width)}.{TileEmitter.Name(tile)}(" +
            $"x{x}, {conv.Window.Rows.Dilation * source.RowStride}, {source.PlaneStride}, {conv.InputBlocks}{(tile.SkipsPadding ? $", top, bottom, {row.Part.Left}, {row.Part.Right}" : "")}, " +
            $"w{Block(InferencePlan.Block)}, bias{Block(InferencePlan.Block)}, y{Block(output.PlaneStride)}{y}, {output.PlaneStride}{residual});";
    }
}

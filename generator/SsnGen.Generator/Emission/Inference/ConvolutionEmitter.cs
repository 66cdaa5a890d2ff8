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

            EmitWidths(w, names, plan, conv);
            EmitBorders(w, names, plan, conv, unit, row);
            loop.Dispose();
        }
    }

    private static string Rows(ConvolutionPlan conv) => string.Join(", ", conv.Rows.Where(r => r.UnitBlocks == conv.UnitBlocks).Select(static r =>
        $"{(r.Count > 1 ? $"{r.Count} x " : "")}{r.Main.Pixels}{(r.Rest is { } rest ? $" + {rest.Pixels}" : "")} pixel{(r.Pixels > 1 ? "s" : "")} x {16 * r.Main.Blocks} channels ({(int)r.Width} bits)"));

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
            var rows = conv.Rows.Where(r => r.Width == widths[i]).ToArray();
            using (w.Open(heads[i]))
            {
                if (rows.Length == 1)
                {
                    EmitRow(w, names, plan, conv, rows[0]);
                    continue;
                }

                using (w.Open($"if (unit < {conv.Units - 1})"))
                {
                    EmitRow(w, names, plan, conv, rows[0]);
                }

                using (w.Open("else"))
                {
                    EmitRow(w, names, plan, conv, rows[1]);
                }
            }
        }
    }

    private static void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, RowPlan row)
    {
        if (row.Main.Blocks == row.UnitBlocks)
        {
            EmitTiles(w, names, plan, conv, row, block: null);
            return;
        }

        using (w.Open($"for (int block = 0; block < {row.UnitBlocks}; block++)"))
        {
            EmitTiles(w, names, plan, conv, row, "block");
        }
    }

    private static void EmitTiles(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, RowPlan row, string? block)
    {
        var pixels = row.Main.Pixels;
        if (row.Count == 1)
        {
            w.Line(Call(names, plan, conv, row.Main, "", "", block));
        }
        else
        {
            using (w.Open($"for (int pixel = 0; pixel < {row.Count * pixels}; pixel += {pixels})"))
            {
                w.Line(Call(names, plan, conv, row.Main, Address.Step("pixel", conv.Window.Columns.Stride * conv.InputChannels), " + (pixel * 16)", block));
            }
        }

        if (row.Rest is { } rest)
        {
            var done = row.Count * pixels;
            w.Line(Call(names, plan, conv, rest, $" + {done * conv.Window.Columns.Stride * conv.InputChannels}", $" + {done * 16}", block));
        }
    }

    private static string Call(EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, TilePlan tile, string x, string y, string? block)
    {
        string Block(int stride) => Address.Step(block, stride);
        var source = plan.Source;
        var output = plan.Output;
        var residual = tile.Residual && plan.Residual is { } r ? $", r{Block(r.PlaneStride)}{y}, {r.PlaneStride}" : "";
        return $"{names.Tiles(tile.Width)}.{TileEmitter.Name(tile)}(" +
            $"x{x}, {conv.Window.Rows.Dilation * source.RowStride}, {source.PlaneStride}, {conv.InputBlocks}, " +
            $"w{Block(InferencePlan.Block)}, bias{Block(InferencePlan.Block)}, y{Block(output.PlaneStride)}{y}, {output.PlaneStride}{residual});";
    }
}

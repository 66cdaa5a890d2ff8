using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the production phase of a convolution or linear layer: which tiles go where.</summary>
internal static class ConvolutionEmitter
{
    public static void Emit(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv)
    {
        var method = EmissionNames.Method(step, PhaseKind.Produce);
        if (conv.IsGrouped)
        {
            w.Line($"private static global::System.ReadOnlySpan<int> {FirstInputBlock(step)}() => [{string.Join(", ", conv.FirstInputBlock)}];");
            w.Line();
        }

        var output = step.Output;
        w.Summary($"{step.Layer.Path}: rows of {16 * conv.UnitBlocks} output channels; job = unit * {output.Shape.Height} + row.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {method}(float* arena, float* parameters, int first, int last)"))
        using (w.Open("for (int job = first; job < last; job++)"))
        {
            w.Line($"int unit = job / {output.Shape.Height};");
            w.Line($"int row = job % {output.Shape.Height};");
            var block = conv.IsGrouped ? Address.Step($"{FirstInputBlock(step)}()[unit]", step.Source.PlaneStride) : "";
            w.Line($"float* x = {Address.Of("arena", conv.SourceOffset)}{block}{Address.Step("row", conv.Stride * step.Source.RowStride)};");
            w.Line($"float* w = {Address.Of("parameters", conv.WeightsOffset)} + (unit * {conv.UnitLength});");
            w.Line($"float* bias = {Address.Of("parameters", conv.BiasOffset)} + (unit * {conv.UnitBlocks * InferencePlan.Block});");
            w.Line($"float* y = {Address.Of("arena", output.Offset + output.Interior)} + (unit * {conv.UnitBlocks * output.PlaneStride}) + (row * {output.RowStride});");
            if (AddsResidual(step) is { } residual)
            {
                w.Line($"float* r = {Address.Of("arena", residual.Offset + residual.Interior)} + (unit * {conv.UnitBlocks * residual.PlaneStride}) + (row * {residual.RowStride});");
            }

            EmitWidths(w, names, step, conv);
            EmitBorders(w, names, step, conv);
        }
    }

    private static TensorPlan? AddsResidual(StepPlan step) => step.FinishesInProducer ? step.Residual : null;

    private static string FirstInputBlock(StepPlan step) => step.Layer.Identifier + "FirstInputBlock";

    private static void EmitBorders(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv)
    {
        var output = step.Output;
        if (output.Halo == 0)
        {
            return;
        }

        w.Line();
        var clear = $"{names.Planes}.{PlaneEmitter.ClearBorder(output.Plane)}";
        var plane = $"{Address.Of("arena", output.Offset)} + (unit * {conv.UnitBlocks * output.PlaneStride})";
        w.Line($"{clear}({plane}, row);");
        if (conv.UnitBlocks == 2 && conv.LastUnitBlocks == 2)
        {
            w.Line($"{clear}({plane} + {output.PlaneStride}, row);");
        }
        else if (conv.UnitBlocks == 2 && conv.Units > 1)
        {
            using (w.Open($"if (unit < {conv.Units - 1})"))
            {
                w.Line($"{clear}({plane} + {output.PlaneStride}, row);");
            }
        }
    }

    // The JIT compiles one of the three branches; the others are constants to it.
    private static void EmitWidths(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv)
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
                    EmitRow(w, names, step, conv, rows[0]);
                    continue;
                }

                using (w.Open($"if (unit < {conv.Units - 1})"))
                {
                    EmitRow(w, names, step, conv, rows[0]);
                }

                using (w.Open("else"))
                {
                    EmitRow(w, names, step, conv, rows[1]);
                }
            }
        }
    }

    private static void EmitRow(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv, RowPlan row)
    {
        if (row.Main.Blocks == row.UnitBlocks)
        {
            EmitTiles(w, names, step, conv, row, block: null);
            return;
        }

        using (w.Open($"for (int block = 0; block < {row.UnitBlocks}; block++)"))
        {
            EmitTiles(w, names, step, conv, row, "block");
        }
    }

    private static void EmitTiles(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv, RowPlan row, string? block)
    {
        var pixels = row.Main.Pixels;
        if (row.Count == 1)
        {
            w.Line(Call(names, step, conv, row.Main, "", "", block));
        }
        else
        {
            using (w.Open($"for (int pixel = 0; pixel < {row.Count * pixels}; pixel += {pixels})"))
            {
                w.Line(Call(names, step, conv, row.Main, Address.Step("pixel", conv.Stride * conv.InputChannels), " + (pixel * 16)", block));
            }
        }

        if (row.Rest is { } rest)
        {
            var done = row.Count * pixels;
            w.Line(Call(names, step, conv, rest, $" + {done * conv.Stride * conv.InputChannels}", $" + {done * 16}", block));
        }
    }

    private static string Call(EmissionNames names, StepPlan step, ConvolutionPlan conv, TilePlan tile, string x, string y, string? block)
    {
        string Block(int stride) => block is null ? "" : $" + ({block} * {stride})";
        var source = step.Source;
        var output = step.Output;
        var residual = tile.Residual && AddsResidual(step) is { } r ? $", r{Block(r.PlaneStride)}{y}, {r.PlaneStride}" : "";
        return $"{names.Tiles(tile.Width)}.{TileEmitter.Name(tile)}(" +
            $"x{x}, {conv.Dilation * source.RowStride}, {source.PlaneStride}, {conv.InputBlocks}, " +
            $"w{Block(InferencePlan.Block)}, bias{Block(InferencePlan.Block)}, y{Block(output.PlaneStride)}{y}, {output.PlaneStride}{residual});";
    }
}

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
            + $"A row is {Rows(conv)}; {JobEmitter.Words("unit", plan.Units, plan.Frames, plan.Rows)}.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {name}({JobEmitter.Parameters(plan)})"))
        {
            var (loop, at) = JobEmitter.Open(w, "unit", plan.Units, plan.Frames, plan.Rows);
            var (unit, row) = (at.Unit, at.Row);
            var block = conv.IsGrouped ? Address.Step($"{FirstInputBlock(name)}()[{unit ?? "0"}]", plan.Source.PlaneStride) : "";
            w.Line($"float* x = source{block}{Address.Step(at.Frame, conv.Window.Frames.Stride * plan.Source.FrameStride)}{Address.Step(row, conv.Window.Rows.Stride * plan.Source.RowStride)};");
            w.Line($"float* w = weights{Address.Step(unit, conv.UnitLength)};");
            w.Line($"float* bias = biases{Address.Step(unit, conv.UnitBlocks * InferencePlan.Block)};");
            w.Line($"float* y = {Address.Of("output", output.Interior)}{Address.Step(unit, conv.UnitBlocks * output.PlaneStride)}{at.In(output)};");
            if (plan.Residual is { } residual)
            {
                w.Line($"float* r = residual{Address.Step(unit, conv.UnitBlocks * residual.PlaneStride)}{at.In(residual)};");
            }

            if (conv.SkipsPadding)
            {
                EmitInside(w, ("above", "top", "bottom"), conv.Window.Rows, plan.Source.Shape.Height, row ?? "0");
            }

            if (conv.SeesFrames)
            {
                EmitFramesInside(w, plan, conv, at.Frame);
            }

            EmitWidths(w, names, plan, conv);
            EmitBorders(w, names, plan, conv, at);
            loop.Dispose();
        }
    }

    private static string Rows(ConvolutionPlan conv) => string.Join(", ", conv.Rows.Where(r => r.UnitBlocks == conv.UnitBlocks).GroupBy(static r => r.Width).Select(static parts =>
    {
        var cuts = parts.Select(static r => $"{(r.Count > 1 ? $"{r.Count} x " : "")}{r.Main.Pixels}{(r.Rest is { } rest ? $" + {rest.Pixels}" : "")}");
        return $"{string.Join(" + ", cuts)} pixel{(parts.Sum(static r => r.Pixels) > 1 ? "s" : "")} x {16 * parts.First().Main.Blocks} channels ({(int)parts.Key} bits)";
    }));

    /// <summary>Declares <c>front</c> and <c>back</c>, the frames of the kernel that see one of the clip.</summary>
    /// <param name="frame">The variable that holds the frame of the output; null where there is but one.</param>
    public static void EmitFramesInside(SourceWriter w, ProductionPlan plan, ConvolutionPlan conv, string? frame) =>
        EmitInside(w, ("early", "front", "back"), conv.Window.Frames, plan.Source.Shape.Depth, frame ?? "0");

    // The part of the kernel's side that sees the picture, from a first to an end.
    private static void EmitInside(SourceWriter w, (string Start, string First, string End) names, WindowAxis axis, int size, string index)
    {
        w.Line($"int {names.Start} = {(axis.Stride == 1 ? Address.Of(index, -axis.Before) : axis.Before == 0 ? $"{index} * {axis.Stride}" : Address.Of($"({index} * {axis.Stride})", -axis.Before))};");
        w.Line($"int {names.First} = global::System.Math.Max(0, {(axis.Dilation == 1 ? "-" + names.Start : $"({axis.Dilation - 1} - {names.Start}) / {axis.Dilation}")});");
        w.Line($"int {names.End} = global::System.Math.Min({axis.Kernel}, {(axis.Dilation == 1 ? $"{size} - {names.Start}" : $"({size - 1 + axis.Dilation} - {names.Start}) / {axis.Dilation}")});");
    }

    private static string FirstInputBlock(string name) => name + "FirstInputBlock";

    private static void EmitBorders(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, JobPlace at)
    {
        var output = plan.Output;
        if (output.Border.IsNone)
        {
            return;
        }

        w.Line();
        var clear = $"{names.Planes}.{PlaneEmitter.ClearBorder(output.Plane.Frame)}";
        var plane = $"output{Address.Step(at.Unit, conv.UnitBlocks * output.PlaneStride)}{Address.Step(at.Frame, output.FrameStride)}";
        var row = at.Row ?? "0";
        w.Line($"{clear}({plane}, {row});");
        if (conv.UnitBlocks == 2 && conv.LastUnitBlocks == 2)
        {
            w.Line($"{clear}({plane} + {output.PlaneStride}, {row});");
        }
        else if (conv.UnitBlocks == 2 && conv.Units > 1)
        {
            using (w.Open($"if (unit < {conv.Units - 1})"))
            {
                w.Line($"{clear}({plane} + {output.PlaneStride}, {row});");
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
            $"x{x}, {conv.Window.Rows.Dilation * source.RowStride}, {source.PlaneStride}, {conv.InputBlocks}{(tile.KernelDepth is null ? "" : $", front, back, {conv.Window.Frames.Dilation * source.FrameStride}")}{(tile.SkipsPadding ? $", top, bottom, {row.Part.Left}, {row.Part.Right}" : "")}, " +
            $"w{Block(InferencePlan.Block)}, bias{Block(InferencePlan.Block)}, y{Block(output.PlaneStride)}{y}, {output.PlaneStride}{residual});";
    }
}

using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;
using SsnGen.Inference;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the production of a convolution that is computed by Winograd's minimal filtering.</summary>
internal static class WinogradEmitter
{
    public static void Emit(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, WinogradPlan winograd)
    {
        w.Summary(
            $"{plan.Producer.Words}, {plan.Source.Shape} -> {plan.Output.Shape}, by Winograd's filtering: strips of up to {winograd.StripRows} rows of {winograd.Columns} tiles by {16 * conv.UnitBlocks} output channels;\n" +
            $"a job is one row of tiles of one unit, strip by strip. Scratch: a strip's transformed input, then the products of a unit.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {names.Of(plan)}({JobEmitter.Parameters(plan)})"))
        {
            var position = $"global::SsnGen.Inference.WinogradStrips.Position({{0}}, {winograd.StripRows}, {winograd.Rows}, {conv.Units})";
            w.Line($"float* products = scratch + {WinogradTile.Points * winograd.InputStride};");
            w.Line("int transformed = -1;");
            w.Line($"int end = {position.Replace("{0}", "last")};");
            using (w.Open($"for (int position = {position.Replace("{0}", "first")}; position < end; position++)"))
            {
                EmitUnit(w, names, plan, conv, winograd, plan.Winograd!);
            }
        }
    }

    private static void EmitUnit(SourceWriter w, EmissionNames names, ProductionPlan plan, ConvolutionPlan conv, WinogradPlan winograd, WinogradParts parts)
    {
        var unit = conv.Units == 1 ? null : "unit";
        var frame = plan.Frames == 1 ? null : "frame";
        if (unit is null)
        {
            w.Line("int strip = position;");
        }
        else
        {
            w.Line($"int strip = position / {conv.Units};");
            w.Line($"int unit = position % {conv.Units};");
        }

        var strip = "strip";
        if (frame is not null)
        {
            w.Line($"int frame = strip{(winograd.Strips == 1 ? "" : $" / {winograd.Strips}")};");
            strip = winograd.Strips == 1 ? "0" : $"strip % {winograd.Strips}";
        }

        w.Line($"int row = {strip}{(winograd.StripRows == 1 || strip == "0" ? "" : $" * {winograd.StripRows}")};");
        w.Line(winograd.LastStripRows == winograd.StripRows
            ? $"const int rows = {winograd.StripRows};"
            : $"int rows = global::System.Math.Min({winograd.StripRows}, {winograd.Rows} - row);");
        var (range, blocks, first) = ("", "", "");
        if (conv.SeesFrames)
        {
            ConvolutionEmitter.EmitFramesInside(w, plan, conv, frame);
            (range, blocks, first) = (", front, back", ", " + (conv.InputBlocks == 1 ? "back - front" : $"(back - front) * {conv.InputBlocks}"), Address.Step("front", conv.InputBlocks * conv.UnitBlocks * InferencePlan.Block * InferencePlan.Block));
        }

        using (w.Open("if (strip != transformed)"))
        {
            w.Line("transformed = strip;");
            w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Input)}(source{Address.Step(frame, conv.Window.Frames.Stride * plan.Source.FrameStride)}, scratch, row, rows{range});");
        }

        w.Line();
        w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Products)}(scratch, weights{Address.Step(unit, conv.UnitLength)}{first}, products, rows * {winograd.Columns}{blocks});");
        if (conv.UnitBlocks == 1)
        {
            EmitBlock(w, names, plan, parts, unit, frame, "products");
            return;
        }

        var begin = unit is null ? "0" : "2 * unit";
        var end = unit is null ? "2" : "(2 * unit) + 2";
        var index = unit is null ? "block" : "(block - (2 * unit))";
        using (w.Open($"for (int block = {begin}; block < {end}; block++)"))
        {
            EmitBlock(w, names, plan, parts, "block", frame, $"products + ({index} * rows * {16 * winograd.Columns})");
        }
    }

    private static void EmitBlock(SourceWriter w, EmissionNames names, ProductionPlan plan, WinogradParts parts, string? block, string? frame, string products)
    {
        var output = plan.Output;
        w.Line($"float* plane = output{Address.Step(block, output.PlaneStride)}{Address.Step(frame, output.FrameStride)};");
        var residual = plan.Residual is { } r ? $", residual{Address.Step(block, r.PlaneStride)}{Address.Step(frame, r.FrameStride)}" : "";
        w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Output)}({products}, biases{Address.Step(block, 16)}, {Address.Of("plane", output.Interior)}{residual}, row, rows);");
        if (output.Border.IsNone)
        {
            return;
        }

        var height = output.Shape.Height;
        var end = height % 2 == 0 ? "2 * (row + rows)" : $"global::System.Math.Min(2 * (row + rows), {height})";
        using (w.Open($"for (int i = 2 * row; i < {end}; i++)"))
        {
            w.Line($"{names.Planes}.{PlaneEmitter.ClearBorder(output.Plane.Frame)}(plane, i);");
        }
    }
}

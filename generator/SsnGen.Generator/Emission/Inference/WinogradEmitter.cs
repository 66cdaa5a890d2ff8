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
        if (unit is null)
        {
            w.Line("int strip = position;");
        }
        else
        {
            w.Line($"int strip = position / {conv.Units};");
            w.Line($"int unit = position % {conv.Units};");
        }

        w.Line($"int row = {(winograd.StripRows == 1 ? "strip" : $"strip * {winograd.StripRows}")};");
        w.Line(winograd.LastStripRows == winograd.StripRows
            ? $"const int rows = {winograd.StripRows};"
            : $"int rows = global::System.Math.Min({winograd.StripRows}, {winograd.Rows} - row);");
        using (w.Open("if (strip != transformed)"))
        {
            w.Line("transformed = strip;");
            w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Input)}(source, scratch, row, rows);");
        }

        w.Line();
        w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Products)}(scratch, weights{Address.Step(unit, conv.UnitLength)}, products, rows * {winograd.Columns});");
        if (conv.UnitBlocks == 1)
        {
            EmitBlock(w, names, plan, parts, unit, "products");
            return;
        }

        var first = unit is null ? "0" : "2 * unit";
        var end = unit is null ? "2" : "(2 * unit) + 2";
        var index = unit is null ? "block" : "(block - (2 * unit))";
        using (w.Open($"for (int block = {first}; block < {end}; block++)"))
        {
            EmitBlock(w, names, plan, parts, "block", $"products + ({index} * rows * {16 * winograd.Columns})");
        }
    }

    private static void EmitBlock(SourceWriter w, EmissionNames names, ProductionPlan plan, WinogradParts parts, string? block, string products)
    {
        var output = plan.Output;
        w.Line($"float* plane = output{Address.Step(block, output.PlaneStride)};");
        var residual = plan.Residual is { } r ? $", residual{Address.Step(block, r.PlaneStride)}" : "";
        w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Output)}({products}, biases{Address.Step(block, 16)}, {Address.Of("plane", output.Interior)}{residual}, row, rows);");
        if (output.Border.IsNone)
        {
            return;
        }

        var height = output.Shape.Height;
        var end = height % 2 == 0 ? "2 * (row + rows)" : $"global::System.Math.Min(2 * (row + rows), {height})";
        using (w.Open($"for (int i = 2 * row; i < {end}; i++)"))
        {
            w.Line($"{names.Planes}.{PlaneEmitter.ClearBorder(output.Plane)}(plane, i);");
        }
    }
}

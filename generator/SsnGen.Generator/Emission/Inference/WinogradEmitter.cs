using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the production phase of a convolution that is computed by Winograd's minimal filtering.</summary>
internal static class WinogradEmitter
{
    public static void Emit(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv, WinogradPlan winograd)
    {
        var parts = step.Winograd!;
        w.Summary(
            $"{step.Layer.Path}: strips of up to {winograd.StripRows} rows of {winograd.Columns} tiles by {16 * conv.UnitBlocks} output channels;\n" +
            $"a job is one row of tiles of one unit, strip by strip. Scratch: a strip's transformed input, then the products of a unit.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {EmissionNames.Method(step, PhaseKind.Produce)}(float* arena, float* parameters, float* scratch, int first, int last)"))
        {
            var position = $"{names.Winograd}.Position({{0}}, {winograd.StripRows}, {winograd.Rows}, {conv.Units})";
            w.Line($"float* products = scratch + {WinogradPlan.Points * winograd.InputStride};");
            w.Line("int transformed = -1;");
            w.Line($"int end = {position.Replace("{0}", "last")};");
            using (w.Open($"for (int position = {position.Replace("{0}", "first")}; position < end; position++)"))
            {
                EmitUnit(w, names, step, conv, winograd, parts);
            }
        }
    }

    private static void EmitUnit(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv, WinogradPlan winograd, WinogradStep parts)
    {
        if (conv.Units == 1)
        {
            w.Line("int strip = position;");
            w.Line("const int unit = 0;");
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
            w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Input)}({Address.Of("arena", conv.SourceOffset)}, scratch, row, rows);");
        }

        w.Line();
        w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Products)}(scratch, {Address.Of("parameters", conv.WeightsOffset)} + (unit * {conv.UnitLength}), products, rows * {winograd.Columns});");
        var block = conv.UnitBlocks == 1 ? "unit" : "block";
        var products = conv.UnitBlocks == 1 ? "products" : $"products + ((block - (2 * unit)) * rows * {16 * winograd.Columns})";
        var loop = conv.UnitBlocks == 1 ? default(SourceWriter.Block?) : w.Open("for (int block = 2 * unit; block < (2 * unit) + 2; block++)");
        EmitBlock(w, names, step, conv, parts, block, products);
        loop?.Dispose();
    }

    private static void EmitBlock(SourceWriter w, EmissionNames names, StepPlan step, ConvolutionPlan conv, WinogradStep parts, string block, string products)
    {
        var output = step.Output;
        w.Line($"float* plane = {Address.Of("arena", output.Offset)} + ({block} * {output.PlaneStride});");
        var residual = step.FinishesInProducer && step.Residual is { } r
            ? $", {Address.Of("arena", r.Offset + r.Interior)} + ({block} * {r.PlaneStride})"
            : "";
        w.Line($"{names.Winograd}.{TransformEmitter.Name(parts.Output)}({products}, {Address.Of("parameters", conv.BiasOffset)} + ({block} * 16), {Address.Of("plane", output.Interior)}{residual}, row, rows);");
        if (output.Halo == 0)
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

using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Another size, by the values of single pixels.</summary>
internal sealed class ResizeNearestCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at) =>
        w.Line($"float* x = plane{Address.Step(Place(at.Row, plan.Source.Shape.Height, plan.Output.Shape.Height), plan.Source.RowStride)};");

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) =>
        w.Line($"vN::Vector<float> t = vN::Vector.Load(x + lane{Address.Step(Place(column, plan.Source.Shape.Width, plan.Output.Shape.Width), 16)});");

    /// <summary>The pixel that one of a resized side is, rounded down; null for what is always the first.</summary>
    private static string? Place(string? index, int size, int resized) =>
        index is null || size == 1 ? null
        : size == resized ? index
        : resized % size == 0 ? $"({index} / {resized / size})"
        : (long)size * resized > int.MaxValue ? $"(int)((long){index} * {size} / {resized})"
        : $"({index} * {size} / {resized})";
}

/// <summary>Another size, by the distances to the pixels around: between two rows, and there between two columns.</summary>
internal sealed class ResizeBilinearCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitStart(SourceWriter w, EmissionNames names, ProductionPlan plan)
    {
        foreach (var (side, size, resized) in Sides(plan))
        {
            w.Line($"global::SsnGen.Inference.Resampling {side} = {names.Resamplings}.{ResamplingEmitter.Name(new(size, resized, AlignsCorners(plan)))};");
        }
    }

    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at)
    {
        var row = at.Row ?? "0";
        w.Line($"float* above = plane + (rows.Places[2 * {row}] * {plan.Source.RowStride});");
        w.Line($"float* below = plane + (rows.Places[(2 * {row}) + 1] * {plan.Source.RowStride});");
        w.Line($"vN::Vector<float> down = new vN::Vector<float>(rows.Weights[{row}]);");
        w.Line("int* places = columns.Places;");
        w.Line("float* weights = columns.Weights;");
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        var at = column ?? "0";
        var v = VectorType.Machine(w);
        w.Line($"int left = (places[2 * {at}] * 16) + lane;");
        w.Line($"int right = (places[(2 * {at}) + 1] * 16) + lane;");
        w.Line($"vN::Vector<float> across = new vN::Vector<float>(weights[{at}]);");
        foreach (var line in new[] { "above", "below" })
        {
            w.Line($"vN::Vector<float> {line[0]} = vN::Vector.Load({line} + left);");
            var left = v.Value($"{line[0]}");
            w.Line($"{left} = {Term.MultiplyAdd(v.Value(v.Load($"{line} + right")) - left, v.Value("across"), left)};");
        }

        w.Line($"vN::Vector<float> t = {Term.MultiplyAdd(v.Value("b") - v.Value("a"), v.Value("down"), v.Value("a"))};");
    }

    private static bool AlignsCorners(ProductionPlan plan) => ((Producer.ResizeBilinear)plan.Producer).AlignsCorners;

    private static (string Name, int Size, int Resized)[] Sides(ProductionPlan plan) =>
        [("rows", plan.Source.Shape.Height, plan.Output.Shape.Height), ("columns", plan.Source.Shape.Width, plan.Output.Shape.Width)];
}

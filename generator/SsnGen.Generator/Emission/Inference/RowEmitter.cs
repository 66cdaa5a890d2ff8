using SsnGen.Generator.Emission.Inference.Producers;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the production of layers that do not convolve, row by row.</summary>
internal static class RowEmitter
{
    public static void Emit(SourceWriter w, EmissionNames names, ProductionPlan plan)
    {
        var output = plan.Output;
        w.Summary($"{(plan.Joins ? string.Join(" and ", plan.Sources.Select(static s => s.Shape)) + " joined" : $"{plan.Producer.Words}, {plan.Source.Shape}")} -> {output.Shape}{Formula(plan)}: rows of 16 channels; {JobEmitter.Words("block", plan.Units, plan.Frames, plan.Rows)}.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {names.Of(plan)}({JobEmitter.Parameters(plan)})"))
        {
            var producer = ProducerCpu.Of(plan);
            producer.EmitStart(w, names, plan);
            var (loop, at) = JobEmitter.Open(w, "block", plan.Units, plan.Frames, plan.Rows);
            var block = at.Unit;
            producer.EmitPlane(w, plan, block);
            w.Line($"float* y = {Address.Of("output", output.Interior)}{Address.Step(block, output.PlaneStride)}{at.In(output)};");
            if (plan.Factor is { } factor)
            {
                w.Line($"float* f = factor{Address.Step(block, factor.PlaneStride)}{(plan.IsFactorPerChannel ? "" : at.In(factor))};");
            }

            if (plan.Residual is { } residual)
            {
                w.Line($"float* r = residual{Address.Step(block, residual.PlaneStride)}{at.In(residual)};");
            }

            if (plan.IsAffine)
            {
                w.Line($"float* affine = affines{Address.Step(block, 16)};");
            }

            producer.EmitRow(w, names, plan, at);
            if (!(producer.WritesRow(plan) && plan.IsPlain))
            {
                EmitFinish(w, plan, producer);
            }

            if (!output.Border.IsNone)
            {
                w.Line();
                using var blocks = plan.Units < output.Blocks ? w.Open($"for (int block = 0; block < {output.Blocks}; block++)") : default(SourceWriter.Block?);
                block = plan.Units < output.Blocks ? "block" : block;
                w.Line($"{names.Planes}.{PlaneEmitter.ClearBorder(output.Plane.Frame)}(output{Address.Step(block, output.PlaneStride)}{Address.Step(at.Frame, output.FrameStride)}, {at.Row ?? "0"});");
            }

            loop.Dispose();
        }
    }

    private static string Formula(ProductionPlan plan)
    {
        var t = plan.IsAffine ? "(t - centre) scale + shift" : plan.Factor is null ? "t" : "t factor";
        var y = Finish.Formula(t, plan.Residual is not null, plan.Activation);
        return y == "t" ? "" : ", y = " + y;
    }

    private static void EmitFinish(SourceWriter w, ProductionPlan plan, ProducerCpu producer)
    {
        w.Line();
        using var lanes = w.Open("for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)");
        if (plan.IsFactorPerChannel)
        {
            w.Line("vN::Vector<float> scale = vN::Vector.Load(f + lane);");
        }

        var columns = plan.Output.Shape.Width > 1 ? w.Open($"for (int column = 0; column < {plan.Output.Shape.Width}; column++)") : default(SourceWriter.Block?);
        var column = plan.Output.Shape.Width > 1 ? "column" : null;
        producer.EmitValue(w, plan, column);
        EmitFinish(w, plan, Address.Step(column, 16));
        columns?.Dispose();
    }

    private static void EmitFinish(SourceWriter w, ProductionPlan plan, string at)
    {
        var v = VectorType.Machine(w);
        if (plan.IsAffine)
        {
            var padded = 16 * plan.Output.Blocks;
            var centred = v.Value("t") - v.Value(v.Load("affine + lane"));
            w.Line($"t = {Term.MultiplyAdd(centred, v.Value(v.Load($"affine + lane + {padded}")), v.Value(v.Load($"affine + lane + {2 * padded}")))};");
        }

        if (plan.Factor is not null)
        {
            w.Line(plan.IsFactorPerChannel ? "t *= scale;" : $"t *= vN::Vector.Load(f + lane{at});");
        }

        if (plan.Residual is not null)
        {
            w.Line($"t += vN::Vector.Load(r + lane{at});");
        }

        foreach (var line in Finish.Activate(v, "t", plan.Activation))
        {
            w.Line(line);
        }

        w.Line($"vN::Vector.Store(t, y + lane{at});");
    }
}

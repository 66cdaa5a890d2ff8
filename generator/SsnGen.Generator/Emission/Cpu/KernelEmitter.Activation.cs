using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

// The steps of the loops: what one vector of x becomes, and the gradient through its activation.
internal static partial class KernelEmitter
{
    private static VectorDialect Vectors() => new("vN::Vector", Lanes, "Broadcast", exp: "Exp");

    private static void EmitOutputStep(SourceWriter w, KernelShape shape)
    {
        if (!shape.Plan.HasVectors)
        {
            EmitScalarSteps(w, shape);
            return;
        }

        var residual = shape.Plan.Residual;
        w.Line();
        w.Summary($"t = (x − μ_hi) a + b{(residual ? " + residual" : "")}, y = {shape.ActivationFormula}, of one vector.");
        w.Line(Inlined);
        w.Line($"private static {Lanes} Output(\n    {VectorParameters("x", residual ? "residual" : null, "mean", "scale", "shift")}){(shape.Plan.HasActivation ? "" : " =>")}");
        var t = "MultiplyAdd(x - mean, scale, shift)" + (residual ? " + residual" : "");
        if (shape.Plan.Activation is not { } activation)
        {
            w.Line($"    {t};");
            return;
        }

        using var body = w.Open(null);
        w.Line($"{Lanes} t = {t};");
        var dialect = Vectors();
        dialect.Return(w, activation.Value(Term.Variable(dialect, "t")));
    }

    private static void EmitGradientStep(SourceWriter w, KernelShape shape)
    {
        if (shape.Plan.IsVector)
        {
            EmitCollect(w, shape);
        }

        if (!shape.Plan.HasVectors || shape.Plan.Activation is not { } activation)
        {
            return;
        }

        var dialect = Vectors();
        w.Line();
        w.Summary($"The gradient through {activation.Words} of one vector, {(shape.Plan.RecomputesOutput ? "t computed again" : "by the sign of y")}.");
        w.Line(Inlined);
        var parameters = shape.Plan.RecomputesOutput
            ? VectorParameters("deviation", shape.Plan.ReadsResidual ? "residual" : null, "upstream", "scale", "shift")
            : VectorParameters("y", "upstream");
        using var method = w.Open($"private static {Lanes} Gradient(\n    {parameters})");
        if (shape.Plan.RecomputesOutput)
        {
            w.Line($"{Lanes} t = MultiplyAdd(deviation, scale, shift){(shape.Plan.ReadsResidual ? " + residual" : "")};");
        }

        dialect.Return(w, activation.Gradient(Term.Variable(dialect, shape.Plan.RecomputesOutput ? "t" : "y"), Term.Variable(dialect, "upstream")));
    }

    // Single values by the code of vectors: the same to the bit, and free of branches, which random signs would have the processor guess.
    private static void EmitScalarSteps(SourceWriter w, KernelShape shape)
    {
        if (shape.Plan.Activation is not { } activation)
        {
            return;
        }

        var value = Vectors();
        EmitScalarStep(w, value, $"y = {shape.ActivationFormula} of one value.", "Activate", activation.Value(Term.Variable(value, "t")), "t");
        var gradient = Vectors();
        EmitScalarStep(
            w, gradient, $"The gradient through {activation.Words} of one value.", "Gradient", activation.Gradient(Term.Variable(gradient, "t"), Term.Variable(gradient, "upstream")), "t", "upstream");
    }

    private static void EmitScalarStep(SourceWriter w, VectorDialect dialect, string summary, string name, Term value, params string[] parameters)
    {
        using var method = Helper(w, $"float {name}({string.Join(", ", parameters.Select(static p => $"float {p}Value"))})", summary);
        foreach (var parameter in parameters)
        {
            w.Line($"{Lanes} {parameter} = Broadcast({parameter}Value);");
        }

        foreach (var declaration in dialect.Declarations)
        {
            w.Line(declaration);
        }

        w.Line($"return vN::Vector.ToScalar({value});");
    }
}

using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits what is done to planes of 16 channels: clearing borders, taking moments, normalizing.</summary>
internal static class PlaneEmitter
{
    public static string ClearBorder(PlaneShape plane) => "ClearBorder" + plane;

    public static string Moments(MomentsPlan moments) => (moments.Variance ? "Moments" : "Mean") + moments.Plane;

    public static string Apply(ApplyPlan apply) =>
        $"Apply{apply.Plane}" +
        (apply.ResidualBorder is { } border && border != apply.Plane.Border ? $"r{border}" : "") +
        KernelNames.Tail(apply.ResidualBorder is not null, apply.Activation);

    /// <summary>Emits the class of all methods on planes.</summary>
    public static void Emit(SourceWriter w, string className, InferencePlan plan)
    {
        w.Line();
        w.Summary("What is done to planes of 16 channels, one method per size of plane.");
        EmittedFile.Mark(w);
        using (w.Open($"file static unsafe class {className}"))
        {
            var next = false;
            void Separate()
            {
                if (next)
                {
                    w.Line();
                }

                next = true;
            }

            foreach (var plane in plan.Borders)
            {
                Separate();
                EmitClearBorder(w, plane);
            }

            foreach (var moments in plan.Moments)
            {
                Separate();
                EmitMoments(w, moments);
            }

            foreach (var apply in plan.Applications)
            {
                Separate();
                EmitApply(w, apply);
            }
        }
    }

    private static void EmitClearBorder(SourceWriter w, PlaneShape plane)
    {
        var edge = plane.Border.Columns * InferencePlan.Block;
        w.Summary(
            $"Sets the border around one row of a {plane.Height}x{plane.Width} plane to zero (memory is reused, so it may hold anything):\n" +
            "what lies between this row and the next, and the border above the first row.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {ClearBorder(plane)}(float* plane, int row)"))
        {
            using (w.Open("if (row == 0)"))
            {
                w.Line($"new global::System.Span<float>(plane, {plane.Interior}).Clear();");
            }

            w.Line();
            w.Line($"float* end = plane + {plane.Interior + (plane.Width * InferencePlan.Block)} + (row * {plane.RowStride});");
            w.Line($"new global::System.Span<float>(end, row == {plane.Height - 1} ? {plane.Interior} : {2 * edge}).Clear();");
        }
    }

    private static void EmitMoments(SourceWriter w, MomentsPlan moments)
    {
        var plane = moments.Plane;
        w.Summary(
            $"{(moments.Variance ? "Mean and variance" : "Mean")} of each of 16 channels over {plane.Size} pixels, by two passes: the second one\n" +
            "sums the differences from the first one's mean, so that its rounding does not count. Rows are summed in floats, merged in doubles.");
        var parameters = moments.Variance ? "float* y, double* mean, double* variance, double divisor" : "float* y, double* mean";
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {Moments(moments)}({parameters})"))
        using (w.Open("for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)"))
        {
            EmitFirstPass(w, moments);
            w.Line();
            EmitSecondPass(w, moments);
        }
    }

    private static void EmitFirstPass(SourceWriter w, MomentsPlan moments)
    {
        w.Line("vN::Vector<double> low = vN::Vector<double>.Zero, high = vN::Vector<double>.Zero, l, h;");
        using (OpenChunks(w, moments))
        {
            w.Line("vN::Vector<float> " + string.Join(", ", Sums(moments, "s").Select(static s => s + " = vN::Vector<float>.Zero")) + ";");
            using (w.Open($"for (; x < end; x += {16 * moments.Sums})"))
            {
                for (var i = 0; i < moments.Sums; i++)
                {
                    w.Line($"s{i} += vN::Vector.Load({At(i)});");
                }
            }

            w.Line();
            w.Line($"vN::Vector.Widen({string.Join(" + ", Sums(moments, "s"))}, out l, out h);");
            w.Line("low += l;");
            w.Line("high += h;");
        }

        w.Line();
        var size = Literal.Of((double)moments.Plane.Depth * moments.Plane.Height * moments.Plane.Width);
        w.Line($"vN::Vector<float> centre = vN::Vector.Narrow(low / new vN::Vector<double>({size}), high / new vN::Vector<double>({size}));");
    }

    private static void EmitSecondPass(SourceWriter w, MomentsPlan moments)
    {
        w.Line("low = high = vN::Vector<double>.Zero;");
        if (moments.Variance)
        {
            w.Line("vN::Vector<double> lowSquares = vN::Vector<double>.Zero, highSquares = vN::Vector<double>.Zero;");
        }

        using (OpenChunks(w, moments))
        {
            var sums = Sums(moments, "s").Concat(moments.Variance ? Sums(moments, "q") : []);
            w.Line("vN::Vector<float> " + string.Join(", ", sums.Select(static s => s + " = vN::Vector<float>.Zero")) + ", d;");
            using (w.Open($"for (; x < end; x += {16 * moments.Sums})"))
            {
                for (var i = 0; i < moments.Sums; i++)
                {
                    w.Line($"d = vN::Vector.Load({At(i)}) - centre;");
                    w.Line($"s{i} += d;");
                    if (moments.Variance)
                    {
                        w.Line($"q{i} = {VectorType.Machine(w).MultiplyAdd("d", "d", $"q{i}")};");
                    }
                }
            }

            w.Line();
            w.Line($"vN::Vector.Widen({string.Join(" + ", Sums(moments, "s"))}, out l, out h);");
            w.Line("low += l;");
            w.Line("high += h;");
            if (moments.Variance)
            {
                w.Line($"vN::Vector.Widen({string.Join(" + ", Sums(moments, "q"))}, out l, out h);");
                w.Line("lowSquares += l;");
                w.Line("highSquares += h;");
            }
        }

        w.Line();
        var size = Literal.Of((double)moments.Plane.Depth * moments.Plane.Height * moments.Plane.Width);
        w.Line("vN::Vector.Widen(centre, out l, out h);");
        w.Line($"vN::Vector.Store(l + (low / new vN::Vector<double>({size})), mean + lane);");
        w.Line($"vN::Vector.Store(h + (high / new vN::Vector<double>({size})), mean + lane + vN::Vector<double>.Count);");
        if (moments.Variance)
        {
            w.Line($"vN::Vector.Store(vN::Vector.Max(lowSquares - (low * low / new vN::Vector<double>({size})), vN::Vector<double>.Zero) / new vN::Vector<double>(divisor), variance + lane);");
            w.Line($"vN::Vector.Store(vN::Vector.Max(highSquares - (high * high / new vN::Vector<double>({size})), vN::Vector<double>.Zero) / new vN::Vector<double>(divisor), variance + lane + vN::Vector<double>.Count);");
        }
    }

    private static IEnumerable<string> Sums(MomentsPlan moments, string name) => Enumerable.Range(0, moments.Sums).Select(i => name + i);

    private static string At(int pixel) => pixel == 0 ? "x" : $"x + {16 * pixel}";

    private static SourceWriter.Block OpenChunks(SourceWriter w, MomentsPlan moments)
    {
        var plane = moments.Plane;
        var frame = Address.Step(OpenFrames(w, plane.Depth), plane.FrameStride);
        if (moments.Chunk == plane.Width)
        {
            var rows = w.Open($"for (int row = 0; row < {plane.Height}; row++)");
            w.Line($"float* x = y + lane{frame} + (row * {plane.RowStride});");
            w.Line($"float* end = x + {16 * plane.Width};");
            return rows;
        }

        w.Line($"for (int row = 0; row < {plane.Height}; row++)");
        var chunks = w.Open($"for (int column = 0; column < {plane.Width}; column += {moments.Chunk})");
        w.Line($"float* x = y + lane{frame} + (row * {plane.RowStride}) + (column * 16);");
        w.Line(plane.Width % moments.Chunk == 0
            ? $"float* end = x + {16 * moments.Chunk};"
            : $"float* end = x + (16 * global::System.Math.Min({moments.Chunk}, {plane.Width} - column));");
        return chunks;
    }

    /// <summary>Writes the head of a loop over frames, around one over the rows of each.</summary>
    /// <returns>The variable that holds the frame; null where there is but one, and no loop.</returns>
    public static string? OpenFrames(SourceWriter w, int depth)
    {
        if (depth == 1)
        {
            return null;
        }

        w.Line($"for (int frame = 0; frame < {depth}; frame++)");
        return "frame";
    }

    private static void EmitApply(SourceWriter w, ApplyPlan apply)
    {
        var plane = apply.Plane;
        w.Summary(
            $"Normalizes a {plane.Size} plane of 16 channels in place: y = {Finish.Formula("(y - centre) scale + shift", apply.ResidualBorder is not null, apply.Activation)};\n" +
            "coefficients: 16 centres, 16 scales, 16 shifts.");
        var v = VectorType.Machine(w);
        var residual = apply.ResidualBorder is { } border ? plane with { Border = border } : (PlaneShape?)null;
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {Apply(apply)}(float* y, {(residual is null ? "" : "float* residual, ")}float* coefficients)"))
        using (w.Open("for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)"))
        {
            w.Line("vN::Vector<float> centre = vN::Vector.Load(coefficients + lane);");
            w.Line("vN::Vector<float> scale = vN::Vector.Load(coefficients + 16 + lane);");
            w.Line("vN::Vector<float> shift = vN::Vector.Load(coefficients + 32 + lane);");
            var frame = OpenFrames(w, plane.Depth);
            using (w.Open($"for (int row = 0; row < {plane.Height}; row++)"))
            {
                w.Line($"float* x = y + lane{Address.Step(frame, plane.FrameStride)} + (row * {plane.RowStride});");
                if (residual is { } r)
                {
                    w.Line($"float* r = residual + lane{Address.Step(frame, r.FrameStride)} + (row * {r.RowStride});");
                }

                using (w.Open($"for (int column = 0; column < {16 * plane.Width}; column += 16)"))
                {
                    w.Line($"vN::Vector<float> t = {Term.MultiplyAdd(v.Value(v.Load("x + column")) - v.Value("centre"), v.Value("scale"), v.Value("shift"))};");
                    if (residual is not null)
                    {
                        w.Line("t += vN::Vector.Load(r + column);");
                    }

                    foreach (var line in Finish.Activate(v, "t", apply.Activation))
                    {
                        w.Line(line);
                    }

                    w.Line("vN::Vector.Store(t, x + column);");
                }
            }
        }
    }
}

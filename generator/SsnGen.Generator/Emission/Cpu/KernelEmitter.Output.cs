using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

internal static partial class KernelEmitter
{
    private static void EmitNormalize(SourceWriter w, KernelShape shape)
    {
        using var method = Method(w, "Normalize", $"t = (x − μ_hi) a + b{(shape.Plan.Residual ? " + residual" : "")}, y = {shape.ActivationFormula}. Reads x{(shape.Plan.Residual ? " and the residual" : "")}, writes y.");
        if (shape.Plan.IsRow)
        {
            EmitRowNormalize(w, shape);
            return;
        }

        using var loop = w.Open("for (int k = first; k < limit; k++)");
        EmitSlabPointers(w, ("x", "X"), ("residual", shape.Plan.Residual ? "Residual" : null), ("y", "Y"));
        if (!shape.Plan.IsVector)
        {
            w.Line("(float mean, float scale, float shift) = (pass.Mean[k], pass.Scale[k], pass.Shift[k]);");
            using var values = w.Open("for (int i = 0; i < S; i++)");
            var t = "((x[i] - mean) * scale) + shift" + (shape.Plan.Residual ? " + residual[i]" : "");
            w.Line($"y[i] = {(shape.Plan.HasActivation ? $"Activate({t})" : t)};");
            return;
        }

        w.Line("vN::Vector<float> mean = Broadcast(pass.Mean[k]);\nvN::Vector<float> scale = Broadcast(pass.Scale[k]);\nvN::Vector<float> shift = Broadcast(pass.Shift[k]);");
        EmitStreams(w, shape, "y");
        w.Line("\n// The last vector overlaps the one before it: computed first, since y may be x.");
        w.Line($"vN::Vector<float> last = {Step(shape, "(S - Width)")};");
        w.Line("int i = 0;");
        using (w.Open("for (; i < S - (4 * Width); i += 4 * Width)"))
        {
            EmitPrefetch(w, shape, 4, "x", shape.Plan.Residual ? "residual" : null);
            for (var u = 0; u < 4; u++)
            {
                w.Line($"vN::Vector<float> y{Literal.Of(u)} = {Step(shape, Unrolled(u))};");
            }

            // One branch for all four.
            w.Line(shape.Plan.Streams
                ? "Store(y0, y1, y2, y3, y + i, streams);"
                : string.Join("\n", Enumerable.Range(0, 4).Select(static u => $"Store(y{Literal.Of(u)}, y + {Unrolled(u)});")));
        }

        w.Line();
        using (w.Open("for (; i < S - Width; i += Width)"))
        {
            w.Line($"Store({Step(shape, "i")}, y + i{shape.StreamArgument});");
        }

        w.Line($"\nStore(last, y + (S - Width){shape.StreamArgument});");

        static string Step(KernelShape shape, string at) =>
            $"Output(Load(x + {at}), {(shape.Plan.Residual ? $"Load(residual + {at}), " : "")}mean, scale, shift)";
    }

    /// <summary>Asks for the next slab.</summary>
    private static void EmitPrefetch(SourceWriter w, KernelShape shape, int vectors, params string?[] sources)
    {
        foreach (var source in sources.Where(_ => shape.Plan.Prefetches).OfType<string>())
        {
            w.Line($"Prefetch({source} + i + S, {Literal.Of(vectors)} * Width);");
        }
    }

    /// <summary>Declares whether slabs are written past the caches, where each is aligned when the tensor is.</summary>
    private static void EmitStreams(SourceWriter w, KernelShape shape, string destination)
    {
        if (shape.Plan.Streams)
        {
            w.Line($"bool streams = Streams(pass, {destination});");
        }
    }

    /// <summary>A parameter list of vectors, one to a line.</summary>
    private static string VectorParameters(params string?[] names) =>
        string.Join(",\n    ", names.Where(static n => n is not null).Select(static n => $"{Lanes} {n}"));

    /// <summary>The place of the u-th vector of an unrolled step, to be added to a pointer.</summary>
    private static string Unrolled(int u) => u switch
    {
        0 => "i",
        1 => "i + Width",
        _ => $"i + ({Literal.Of(u)} * Width)",
    };

    /// <summary>Declares pointers to slab k of tensors of the pass; those without a tensor are left out.</summary>
    private static void EmitSlabPointers(SourceWriter w, params (string Name, string? Tensor)[] pointers)
    {
        foreach (var (name, tensor) in pointers)
        {
            if (tensor is not null)
            {
                w.Line($"float* {name} = pass.{tensor} + ((long)k * S);");
            }
        }
    }
}

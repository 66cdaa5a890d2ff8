using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the public way to run the network.</summary>
internal static class RunEmitter
{
    private const string Team = "global::SsnGen.Threading.WorkerTeam";

    /// <summary>Emits both ways to run.</summary>
    /// <param name="network">The field of what runs; it checks lengths and team.</param>
    public static void Emit(SourceWriter w, NetworkEnds ends, string network) => Emit(w, ends, network, isSized: false);

    /// <summary>Emits both ways to run on pictures of a size that is given.</summary>
    /// <param name="network">The expression of what runs, of <c>height</c> and <c>width</c>.</param>
    public static void EmitSized(SourceWriter w, NetworkEnds ends, string network) => Emit(w, ends, network, isSized: true);

    private static void Emit(SourceWriter w, NetworkEnds ends, string network, bool isSized)
    {
        var parameters = isSized ? ends.SizedSpans : ends.Spans;
        var arguments = string.Join(", ", ends.Inputs.Select(static e => e.Argument).Concat(isSized ? ["height", "width"] : []).Concat(ends.Outputs.Select(static e => e.Argument)));
        EmitDocumentation(w, ends, isSized);
        EmittedFile.Mark(w);
        w.Line($"public void Run({parameters}) =>");
        using (w.Indent())
        {
            w.Line($"Run({arguments}, global::SsnGen.Threading.ThreadTeam.Shared);");
        }

        w.Line();
        EmitDocumentation(w, ends, isSized, "/// <param name=\"team\">The threads that share the work.</param>");
        w.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"team\"/> is null.</exception>");
        EmittedFile.Mark(w);
        if (!ends.AreOne)
        {
            EmitSeveral(w, ends, network, parameters);
            return;
        }

        w.Line($"public void Run({parameters}, {Team} team) =>");
        using (w.Indent())
        {
            w.Line($"{network}.Run({string.Join(", ", ends.All.Select(static e => e.Argument))}, team);");
        }
    }

    // Spans cannot be put into a list; what they point to can, for as long as it is pinned.
    private static void EmitSeveral(SourceWriter w, NetworkEnds ends, string network, string parameters)
    {
        var pointers = ends.All.ToDictionary(static e => e, e => Identifier.Of(ends.Unique(e.Name + "Start")));
        using var run = w.Open($"public unsafe void Run({parameters}, {Team} team)");
        using var pinned = w.Open($"fixed (float* {string.Join(", ", ends.All.Select(e => $"{pointers[e]} = {e.Argument}"))})");
        w.Line($"{network}.RunAll([{Buffers(ends.Inputs)}], [{Buffers(ends.Outputs)}], team);");

        string Buffers(IEnumerable<NetworkEnd> some) => string.Join(", ", some.Select(e => $"new({pointers[e]}, {e.Argument}.Length)"));
    }

    private static void EmitDocumentation(SourceWriter w, NetworkEnds ends, bool isSized, params string[] more)
    {
        w.Summary($"Runs the network for a batch of any size{(isSized ? ", of pictures of one of the sizes that it is compiled for" : "")}. Safe for concurrent use; allocates nothing once its working memory exists.\nThe result does not depend on the number of threads.");
        foreach (var input in ends.Inputs)
        {
            var shape = isSized ? $"[N, {Literal.Of(input.Shape.Channels)}{(input.Shape.Rank == 3 ? ", " + Literal.Of(input.Shape.Depth) : "")}, height, width]" : $"[N, {ShapeText.Axes(input.Shape)}]";
            w.Line($"/// <param name=\"{input.Name}\">The samples{(ends.AreOne ? "" : " of " + input.Declared)}, {shape}.</param>");
        }

        if (isSized)
        {
            w.Line("/// <param name=\"height\">The height of the pictures.</param>");
            w.Line("/// <param name=\"width\">The width of the pictures.</param>");
        }

        foreach (var output in ends.Outputs)
        {
            var shape = isSized ? "of the shape that <see cref=\"GraphOf\"/> says" : $"[N, {ShapeText.Axes(output.Shape)}]";
            w.Line($"/// <param name=\"{output.Name}\">Receives {(ends.AreOne ? "their outputs" : "what " + output.Declared + " computes of them")}, {shape}; must not overlap {(ends.AreOne ? "the input" : "an input or another output")}.</param>");
        }

        foreach (var line in more)
        {
            w.Line(line);
        }

        w.Line("/// <exception cref=\"global::System.ArgumentException\">" + (isSized ? "The network is not compiled for that size, " + (ends.AreOne ? "t" : "a") : ends.AreOne ? "T" : "A") + (ends.AreOne
            ? "he input is not a whole number of samples, the output has not room for exactly as many, or they overlap."
            : "n input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.") + "</exception>");
    }
}

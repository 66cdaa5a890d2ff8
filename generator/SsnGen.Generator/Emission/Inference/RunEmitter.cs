using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the public way to run the network.</summary>
internal static class RunEmitter
{
    private const string Team = "global::SsnGen.Threading.WorkerTeam";

    /// <summary>Emits how the network is run, on the threads of all and on a team.</summary>
    /// <param name="network">The expression of what runs; it checks lengths and team.</param>
    /// <param name="isSized">Whether the size of the pictures is given, as <c>height</c> and <c>width</c>.</param>
    /// <param name="takesPixels">Whether the first input is 8-bit pixels.</param>
    public static void Emit(SourceWriter w, NetworkEnds ends, string network, bool isSized, bool takesPixels)
    {
        var parameters = ends.Spans(isSized, takesPixels);
        var arguments = string.Join(", ", ends.Inputs.Select(static e => e.Argument).Concat(isSized ? ["height", "width"] : []).Concat(ends.Outputs.Select(static e => e.Argument)));
        EmitDocumentation(w, ends, isSized, takesPixels);
        EmittedFile.Mark(w);
        w.Line($"public void Run({parameters}) =>");
        using (w.Indent())
        {
            w.Line($"Run({arguments}, global::SsnGen.Threading.ThreadTeam.Shared);");
        }

        w.Line();
        EmitDocumentation(w, ends, isSized, takesPixels, "/// <param name=\"team\">The threads that share the work.</param>");
        w.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"team\"/> is null.</exception>");
        EmittedFile.Mark(w);
        if (!ends.AreOne)
        {
            EmitSeveral(w, ends, network, parameters, takesPixels);
            return;
        }

        w.Line($"public void Run({parameters}, {Team} team) =>");
        using (w.Indent())
        {
            w.Line($"{network}.Run({string.Join(", ", ends.All.Select(static e => e.Argument))}, team);");
        }
    }

    // Spans cannot be put into a list; what they point to can, for as long as it is pinned.
    private static void EmitSeveral(SourceWriter w, NetworkEnds ends, string network, string parameters, bool takesPixels)
    {
        using var run = w.Open($"public unsafe void Run({parameters}, {Team} team)");
        if (takesPixels)
        {
            w.Line($"fixed (byte* {ends.Inputs[0].Pointer} = {ends.Inputs[0].Argument})");
        }

        using var pinned = w.Open($"fixed (float* {string.Join(", ", ends.All.Skip(takesPixels ? 1 : 0).Select(static e => $"{e.Pointer} = {e.Argument}"))})");
        w.Line($"{network}.RunAll([{Buffers(ends.Inputs)}], [{Buffers(ends.Outputs)}], team);");

        static string Buffers(IEnumerable<NetworkEnd> some) => string.Join(", ", some.Select(static e => $"new({e.Pointer}, {e.Argument}.Length)"));
    }

    private static void EmitDocumentation(SourceWriter w, NetworkEnds ends, bool isSized, bool takesPixels, params string[] more)
    {
        w.Summary($"Runs the network for a batch of any size{(isSized ? ", of pictures of one of the sizes that it is compiled for" : "")}. Safe for concurrent use; allocates nothing once its working memory exists.\nThe result does not depend on the number of threads.");
        for (var i = 0; i < ends.Inputs.Count; i++)
        {
            var (input, isPixels) = (ends.Inputs[i], takesPixels && i == 0);
            string[] channels = [Literal.Of(input.Shape.Channels)];
            string[] sides = [.. input.Shape.Sides.Select(static s => Literal.Of(s))];
            if (isSized)
            {
                (sides[sides.Length - 2], sides[sides.Length - 1]) = ("height", "width");
            }

            var shape = string.Join(", ", isPixels ? sides.Concat(channels) : channels.Concat(sides));
            w.Line($"/// <param name=\"{input.Name}\">The samples{(ends.AreOne ? "" : " of " + input.Declared)}{(isPixels ? " as 8-bit pixels" : "")}, [N, {shape}].</param>");
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

        var wrong = ends.AreOne
            ? "the input is not a whole number of samples, the output has not room for exactly as many, or they overlap."
            : "an input is not a whole number of samples, or of another number than the first, an output has not room for exactly as many, or overlaps.";
        w.Line("/// <exception cref=\"global::System.ArgumentException\">" + (isSized ? "The network is not compiled for that size, " + wrong : char.ToUpperInvariant(wrong[0]) + wrong.Substring(1)) + "</exception>");
    }
}

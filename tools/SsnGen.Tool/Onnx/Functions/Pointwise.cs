namespace SsnGen.Tool.Onnx.Functions;

/// <summary>Functions of single values that are put together node by node.</summary>
internal static class Pointwise
{
    /// <summary>More than any activation is written with.</summary>
    public const int MostParts = 64;

    /// <summary>A function of what a name stands for.</summary>
    /// <param name="graph">Makes layers of what gets too long.</param>
    /// <param name="x">What it is of.</param>
    /// <param name="function">The function.</param>
    public static ImportedFunction Of(GraphReading graph, Imported x, Func<Term, Term> function)
    {
        var (of, term) = Parts(graph, x);
        return new ImportedFunction(of, function(term));
    }

    /// <summary>A value and the function of it that a name stands for.</summary>
    public static (ImportedValue Of, Term Term) Parts(GraphReading graph, Imported x) =>
        x is ImportedFunction { Term.Parts.Count: <= MostParts } function ? (function.Of, function.Term) : (graph.Value(x), Term.X);
}

namespace SsnGen.Generator.Tests.Harness;

/// <summary>A source text in which [| and |] mark the place of what is reported.</summary>
/// <param name="Text">The text without the marks.</param>
/// <param name="Line">The line of the first mark, from 1.</param>
/// <param name="Column">The column of the first mark, from 1.</param>
/// <param name="Span">The characters between the first two marks, as they stand in the text without them.</param>
internal sealed record MarkedSource(string Text, int Line, int Column, (int Start, int End) Span)
{
    /// <summary>Takes the marks out.</summary>
    public static MarkedSource Of(string marked)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, "Nothing is marked in " + marked);
        var before = marked[..start];
        return new(
            marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal),
            before.Count(static c => c == '\n') + 1,
            start - before.LastIndexOf('\n'),
            (start, end - 2));
    }
}

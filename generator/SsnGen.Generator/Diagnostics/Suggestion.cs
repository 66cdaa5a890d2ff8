namespace SsnGen.Generator.Diagnostics;

/// <summary>"Did you mean": the nearest of the names that exist.</summary>
internal static class Suggestion
{
    /// <summary>The nearest name, or null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates) =>
        candidates
            .Select(c => (Name: c, Distance: Distance(name.ToUpperInvariant(), c.ToUpperInvariant())))
            .Where(c => c.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(static c => c.Distance).ThenBy(static c => c.Name, StringComparer.Ordinal)
            .Select(static c => c.Name)
            .FirstOrDefault();

    /// <summary>The end of a message, such as <c>; did you mean 'Conv1'?</c>, or nothing where no name is near.</summary>
    public static string Words(string? nearest) => nearest is null ? "" : "; did you mean '" + nearest + "'?";

    // Levenshtein distance, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}

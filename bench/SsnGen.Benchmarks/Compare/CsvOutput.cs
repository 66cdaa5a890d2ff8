using System.Globalization;

namespace SsnGen.Benchmarks.Compare;

/// <summary>Writes comparisons as CSV to standard output. A ratio below 1 says that ours is faster.</summary>
internal static class CsvOutput
{
    public static void Head() => Console.WriteLine("suite,case,threads,ours_ms,reference,reference_ms,ratio");

    public static void Row(string suite, string name, int threads, double ours, string reference, double referenceMs) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{suite},{name},{threads},{ours:F4},{reference},{referenceMs:F4},{ours / referenceMs:F3}"));
}

namespace SsnGen.Benchmarks.Compare;

/// <summary>Options of <c>compare</c>.</summary>
internal sealed record CompareOptions(string Suite, int[] Threads, bool Quick)
{
    public const string Usage =
        """
        usage: compare norm|conv|model|train|memory|all [--threads 1,2] [--quick]
               compare generator [--quick]
               profile [--threads 2]
               emission [--quick]
        all is every suite but generator, which compares with no peer.
        """;

    private static readonly string[] Suites = ["norm", "conv", "model", "train", "memory", "generator", "all"];

    /// <summary>Reads the arguments after <c>compare</c>; null where they are off.</summary>
    public static CompareOptions? Parse(string[] arguments)
    {
        if (arguments.Length == 0 || !Suites.Contains(arguments[0]))
        {
            return null;
        }

        var options = new CompareOptions(arguments[0], Environment.ProcessorCount > 1 ? [1, 2] : [1], Quick: false);
        for (var i = 1; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--threads" when i + 1 < arguments.Length && Counts(arguments[++i]) is { } counts:
                    options = options with { Threads = counts };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    public bool Includes(string suite) => Suite == suite || (Suite == "all" && suite != "generator");

    private static int[]? Counts(string text)
    {
        var counts = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, out var count) || count < 1)
            {
                return null;
            }

            counts.Add(count);
        }

        return [.. counts];
    }
}

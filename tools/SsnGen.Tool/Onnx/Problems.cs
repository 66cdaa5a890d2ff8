namespace SsnGen.Tool.Onnx;

/// <summary>What of a model cannot be read.</summary>
internal sealed class Problems
{
    private const int MostListed = 100;
    private const int MostCharacters = 200;
    private const int MostCharactersOfAll = 800;

    private readonly List<string> _problems = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => _problems.Count > 0;

    /// <summary>Whether there are more than anyone reads, so that no others are looked for.</summary>
    public bool AreTooMany => _problems.Count >= 10 * MostListed;

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => _problems;

    /// <summary>Adds one, of which as much is kept as anyone reads.</summary>
    public void Add(string problem) => _problems.Add(Shortened(problem, MostCharactersOfAll));

    /// <summary>As many as anyone reads, a line each.</summary>
    public IEnumerable<string> Lines => _problems.Take(MostListed).Concat(_problems.Count > MostListed ? [$"and {_problems.Count - MostListed} more"] : []);

    /// <summary>How many there are, in words.</summary>
    public string Words => _problems.Count == 1 ? "a part of it cannot be imported: " + _problems[0] : $"{(AreTooMany ? "more than " : "")}{_problems.Count} parts of it cannot be imported";

    /// <summary>A name of a file that nobody needs to trust, as a message can show it.</summary>
    public static string Shortened(string name) => Shortened(name, MostCharacters);

    private static string Shortened(string text, int most) =>
        string.Concat((text.Length <= most ? text : text[..most] + "…").Select(static c => ToolOutput.IsPrintable(c) ? c : '?'));
}

namespace SsnGen.Tool.Onnx;

/// <summary>What of a model cannot be read.</summary>
internal sealed class Problems
{
    private const int MostListed = 100;
    private const int MostCharacters = 200;

    private readonly List<string> _problems = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => _problems.Count > 0;

    /// <summary>Whether there are more than anyone reads, so that no others are looked for.</summary>
    public bool AreTooMany => _problems.Count >= 10 * MostListed;

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => _problems;

    /// <summary>Adds one.</summary>
    public void Add(string problem) => _problems.Add(problem);

    /// <summary>All of them as the lines of one message.</summary>
    /// <param name="file">The model's file.</param>
    public ToolException ToException(string file)
    {
        var more = _problems.Count > MostListed ? $"; and {_problems.Count - MostListed} more" : "";
        return ToolException.InFile($"{file}: nothing was written, as {_problems.Count} of its parts cannot be imported:\n{string.Join(";\n", _problems.Take(MostListed))}{more}. docs/import.md lists what can be.");
    }

    /// <summary>A name of a file that nobody needs to trust, as a message can show it.</summary>
    public static string Shortened(string name) =>
        string.Concat((name.Length <= MostCharacters ? name : name[..MostCharacters] + "…").Select(static c => char.IsControl(c) ? '?' : c));
}

using DiffPlex.Renderer;

namespace VerifyTests;

/// <summary>The difference of two texts as a reader of a test log wants it: unified, and cut where it grows long.</summary>
internal static class SnapshotDiff
{
    public const int MaxLines = 60;

    public static string Render(string verified, string received)
    {
        var lines = UnidiffRenderer
            .GenerateUnidiff(verified, received, "verified", "received", ignoreWhitespace: false)
            .ReplaceLineEndings("\n")
            .TrimEnd('\n')
            .Split('\n');
        return lines.Length <= MaxLines
            ? string.Join('\n', lines)
            : string.Join('\n', lines.Take(MaxLines)) + $"\n... and {lines.Length - MaxLines} more lines of differences";
    }
}

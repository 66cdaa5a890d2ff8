using SsnGen.Files;

namespace SsnGen.Tool.Weights;

/// <summary>Maps as text: a line <c>SOURCE -> TARGET</c> for each tensor, <c>SOURCE -> -</c> for one that is left out, and comments behind <c>#</c>.</summary>
internal static class WeightMapFile
{
    private const string Arrow = " -> ";
    private const string Nothing = "-";

    /// <summary>Reads a map.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="source">What the names of sources are looked up in.</param>
    /// <param name="target">What the names of targets are looked up in.</param>
    /// <exception cref="ToolException">A line is none, or names what there is not; all such lines are named.</exception>
    public static WeightMap Read(string path, SourceState source, TargetNetwork target)
    {
        var lines = new List<MapLine>();
        var problems = new List<string>();
        var (sources, targets) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (text, number) in TextFile.Read(path, "no map of names").Split('\n').Select(static (line, i) => (line.Trim(), i + 1)))
        {
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var line = Parse(text, source, target);
            var problem = line is null ? "is not SOURCE -> TARGET"
                : !source.ByName.ContainsKey(line.Source) ? "names a tensor that the file does not have"
                : line.Target is not null && !IsKnown(target, line.Target) ? $"names a tensor that {target.Words} does not have"
                : !sources.Add(line.Source) ? "has a source that an earlier line has"
                : line.Target is not null && !targets.Add(line.Target) ? "has a target that an earlier line has"
                : null;
            if (problem is not null)
            {
                problems.Add($"line {number} {problem}: {WeightsException.Shortened(text)}");
            }
            else
            {
                lines.Add(line!);
            }
        }

        const int Named = 10;
        return problems.Count == 0
            ? new WeightMap($"by the map {path}", lines)
            : throw ToolException.InFile($"{path}: {string.Join("; ", problems.Take(Named))}{(problems.Count > Named ? $"; and {problems.Count - Named} more" : "")}.");
    }

    /// <summary>A line of a map as text.</summary>
    public static string Line(string source, string? target) => source + Arrow + (target ?? Nothing);

    /// <summary>Whether a name can stand in a map.</summary>
    public static bool CanName(string name) =>
        name.Length > 0 && !name.Contains("->", StringComparison.Ordinal) && !name.Any(char.IsControl) && name.Trim() == name && name[0] != '#' && name != Nothing;

    private static MapLine? Parse(string text, SourceState source, TargetNetwork target)
    {
        if (text.Split("->", StringSplitOptions.TrimEntries) is not [{ Length: > 0 } from, { Length: > 0 } to])
        {
            return null;
        }

        // The full name of the file serves as well, and so do comments behind a line.
        to = target.ByName.ContainsKey(to) ? to : to.Split('#')[0].TrimEnd();
        var prefix = (source.Part.Length > 0 ? source.Part + "." : "") + source.Prefix;
        from = !source.ByName.ContainsKey(from) && from.StartsWith(prefix, StringComparison.Ordinal) ? from[prefix.Length..] : from;
        return to.Length == 0 ? null : new MapLine(from, to == Nothing ? null : to);
    }

    private static bool IsKnown(TargetNetwork target, string name) => target.ByName.ContainsKey(name) || target.Norms.Any(norm => NormImport.Consumes(norm, name));
}

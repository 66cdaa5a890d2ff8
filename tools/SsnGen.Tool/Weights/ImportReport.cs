namespace SsnGen.Tool.Weights;

/// <summary>What an import has done, or what keeps it from doing so: as it is printed with <c>--json</c>.</summary>
internal sealed record ImportReport
{
    public required string File { get; init; }

    public required string Format { get; init; }

    public required string Part { get; init; }

    public required string Prefix { get; init; }

    public required string Network { get; init; }

    /// <summary>How names were found.</summary>
    public required string Map { get; init; }

    /// <summary>How many tensors of the file are used.</summary>
    public required int Tensors { get; init; }

    /// <summary>Tensors that the map leaves out.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Layers whose choice is made.</summary>
    public IReadOnlyList<string> Fixed { get; init; } = [];

    /// <summary>Layers that are still mixtures.</summary>
    public IReadOnlyList<string> Mixtures { get; init; } = [];

    /// <summary>Layers whose choice begins as a training begins, since the file has none.</summary>
    public IReadOnlyList<string> WarmStart { get; init; } = [];

    public double Radius { get; init; }

    /// <summary>The fingerprint of the selection.</summary>
    public string? Selection { get; init; }

    /// <summary>The file that was written; null where nothing was.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the network, as it is compiled, loads it; null where that is not known.</summary>
    public bool? IsCompiledSelection { get; init; }

    public IReadOnlyList<string> Hints { get; init; } = [];

    public IReadOnlyList<ImportProblem> Problems { get; init; } = [];

    /// <summary>It in words.</summary>
    public IEnumerable<string> Lines(string source)
    {
        yield return source;
        yield return $"names: {Map}{(LeftOut.Count > 0 ? $"; {LeftOut.Count} tensors are left out" : "")}";
        foreach (var group in Problems.GroupBy(static problem => problem.Kind, StringComparer.Ordinal))
        {
            yield return $"{group.Key}: {group.Count()}";
            foreach (var problem in group)
            {
                yield return "  " + problem.Text;
            }
        }

        if (Fixed.Count + Mixtures.Count + WarmStart.Count > 0)
        {
            yield return $"normalizations with a choice: {Fixed.Count} fixed, {Mixtures.Count} mixtures, {WarmStart.Count} not chosen yet";
        }

        if (WarmStart.Count > 0)
        {
            yield return "  The file has no control parameters for the latter: they begin equal, at radius 0, as in a new training; γ, β and running moments are the file's.";
        }

        foreach (var hint in Hints)
        {
            yield return "hint: " + hint;
        }

        if (Output is not null)
        {
            yield return FormattableString.Invariant($"written: {Output}: weights of {Network}, {(Selection is null ? "no fingerprint" : $"selection {Selection}")}, radius {Radius:0.######}");
        }
    }
}

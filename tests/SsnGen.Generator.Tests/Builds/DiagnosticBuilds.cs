using System.Collections.Immutable;

namespace SsnGen.Generator.Tests.Builds;

/// <summary>
/// Projects with what users do wrong, built once. Files of one project are compiled together, so what keeps the compiler from
/// going on belongs in a project of its own.
/// </summary>
public sealed class DiagnosticBuilds
{
    private static readonly Dictionary<string, Dictionary<string, string>> Properties = new()
    {
        ["Properties"] = new() { ["DefineConstants"] = "ASKED" },
    };

    private readonly IReadOnlyDictionary<string, BuiltProject> _built = BuildRun.Of(Projects());

    /// <summary>One line for each of them; a project is what its lines name.</summary>
    internal static ImmutableArray<Expectation> Expectations { get; } =
    [
        new("Errors", "error SSN005", "'A' has no producer", "[SsnModel] public sealed partial class Net { public partial Layer [|A|] { get; } }"),
        new("Errors", "error SSN006", "'A' has more than one producer", "[SsnModel]\npublic sealed partial class Net\n{\n    [Conv(8), [|Linear(10)|]] public partial Layer A { get; }\n}"),
        new("Errors", "error SSN007", "Kernel of 'A' is 0, but must be at least 1", "[SsnModel] public sealed partial class Net { [[|Conv(8, Kernel = 0)|]] public partial Layer A { get; } }"),
        new("Errors", "error SSN009", "did you mean 'Stem'?", "[SsnModel] public sealed partial class Net { [Relu] public partial Layer Stem { get; } [Relu, [|From(\"Sten\")|]] public partial Layer B { get; } }"),
        new("Notes", "note SSN021", "'A' has no selection yet", "[SsnModel(Height = 8, Width = 8)] public sealed partial class Net { [Ssn] public partial Layer [|A|] { get; } }"),
        new("Properties", "warning CS1030", "'asked'", "#if ASKED\n#warning [|asked|]\n#endif"),
    ];

    /// <summary>What is said of each project, by its name.</summary>
    internal IReadOnlyDictionary<string, BuiltProject> Built => _built;

    /// <summary>What is printed of a file, or, where that is nothing, what is logged of it: for docs/diagnostics.md.</summary>
    internal void Print(TextWriter writer)
    {
        foreach (var expected in Expectations)
        {
            var built = _built[expected.Project];
            writer.WriteLine($"{expected.Id}, {expected.Source.Text}");
            foreach (var message in (expected.IsPrinted ? built.Printed : built.Logged).Where(m => m.File == expected.File))
            {
                writer.WriteLine(message);
            }

            writer.WriteLine();
        }
    }

    private static IReadOnlyList<BuildProject> Projects() =>
    [
        .. Expectations.GroupBy(static e => e.Project).Select(static p => new BuildProject(
            p.Key,
            [.. p.Select(static e => (e.File, e.Source.Text))],
            Properties.GetValueOrDefault(p.Key) ?? [])),
    ];
}

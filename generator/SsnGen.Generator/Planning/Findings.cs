using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Generator.Planning;

/// <summary>Collects findings in the order in which they are made, each once.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _findings = [];
    private readonly HashSet<(string Id, string File, int Line, string Text)> _seen = [];

    public bool HasErrors => _findings.Any(static f => f.IsError);

    public void Add(DiagnosticDescriptor descriptor, Place place, params string[] arguments)
    {
        // A template is expanded many times; what is wrong with it is said once.
        if (_seen.Add((descriptor.Id, place.File, place.Line, string.Join("\n", arguments))))
        {
            _findings.Add(new Finding(descriptor, place, new EquatableArray<string>(arguments)));
        }
    }

    public EquatableArray<Finding> ToArray() => EquatableArray.From(_findings);
}

using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Diagnostics;

/// <summary>Collects findings in the order in which they are made, each once.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _findings = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public bool HasErrors => _findings.Any(static f => f.IsError);

    public void Add(DiagnosticDescriptor descriptor, Place place, params string[] arguments) =>
        Add(new Finding(descriptor, place, new EquatableArray<string>(arguments)));

    public void Add(DiagnosticDescriptor descriptor, Site site, params string[] arguments) =>
        Add(new Finding(descriptor, site.Place, new EquatableArray<string>(arguments)) { Within = site.Within });

    public void Add(Finding finding)
    {
        // A template is expanded many times; what is wrong with it is said once for each stage that uses it.
        var what = finding.Within is { IsNone: false } within ? Key(within) : string.Join("\n", finding.Arguments);
        if (_seen.Add(finding.Descriptor.Id + "\n" + Key(finding.Place) + "\n" + what))
        {
            _findings.Add(finding);
        }
    }

    public EquatableArray<Finding> ToArray() => EquatableArray.From(_findings);

    private static string Key(Place place) => place.File + " " + place.Span.ToString();
}

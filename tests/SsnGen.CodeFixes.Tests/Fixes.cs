using SsnGen.CodeFixes.Fixers;

namespace SsnGen.CodeFixes.Tests;

/// <summary>What an editor can do about a diagnostic, or why it is left to its author.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Fixers">The fixers that can mend it.</param>
/// <param name="WhyNone">Why there is none, in the words of its page; null where there is one.</param>
public sealed record Fix(string Id, Type[] Fixers, string? WhyNone = null);

/// <summary>All diagnostics, each with its fixers or the reason for none.</summary>
public static class Fixes
{
    public static readonly IReadOnlyList<Fix> All =
    [
        new("SSN001", [typeof(MakePartialFixer)]),
        new("SSN002", [], "none, as each form has another remedy, which is said."),
        new("SSN003", [typeof(PartialPropertyFixer)]),
        new("SSN004", [], "none: which of the two is wrong, type or attribute, is yours to say."),
        new("SSN005", [], "none: what the layer should do is yours to say."),
        new("SSN006", [], "none: what comes first, and what of the rest goes where, is yours to say."),
        new("SSN007", [typeof(ChannelsFixer)]),
        new("SSN008", [typeof(ChannelsFixer), typeof(StridedFixer)]),
        new("SSN009", [typeof(NearestNameFixer)]),
        new("SSN010", [typeof(NearestNameFixer), typeof(RemoveSelectionFixer)]),
        new("SSN011", [typeof(RemoveSelectionFixer)]),
        new("SSN012", [typeof(RemoveSelectionFixer)]),
        new("SSN013", [], "none: each of these makes another network."),
        new("SSN014", [typeof(GroupsFixer)]),
        new("SSN015", [], "none: where to break it is yours to say."),
        new("SSN016", [typeof(MarkClassFixer)]),
        new("SSN017", [], "none: the remedy is another definition."),
        new("SSN018", [], "none: which layers is yours to say."),
        new("SSN019", [], "none: which number is wrong is yours to say."),
        new("SSN020", [], "none: an editor renames, and knows all uses."),
        new("SSN021", [], "none: a selection is what a training decided, and weights are data that the compiler does not see; a file written from something else would be a guess."),
        new("SSN022", [], "none: the project file is not part of the compilation."),
        new("SSN023", [], "none: which normalizers a layer chooses from is yours to say."),
        new("SSN024", [typeof(MarkClassFixer)]),
        new("SSN025", [], "none: where they belong among the others is yours to say."),
        new("SSN026", [typeof(NearestNameFixer), typeof(RemoveSelectionFixer)]),
        new("SSN027", [], "none: the project file is not part of the compilation."),
        new("SSN028", [], "none: the size is yours to say."),
        new("SSN029", [], "none: what is meant is yours to say."),
        new("SSN030", [], "none: which of the two is yours to say."),
        new("SSN031", [typeof(RepeatedNormalizerFixer)]),
        new("SSN032", [], "none: the project file is not part of the compilation."),
        new("SSN033", [], "none: each of these makes another network."),
    ];
}

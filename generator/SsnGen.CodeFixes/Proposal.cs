using SsnGen.CodeFixes.Editing;

namespace SsnGen.CodeFixes;

/// <summary>Something that can be done about a mistake.</summary>
/// <param name="title">What an editor calls it.</param>
/// <param name="key">What it has in common with the proposals for other mistakes that are fixed together with this one.</param>
/// <param name="edit">Adds its edits to those of others.</param>
internal sealed class Proposal(string title, string key, Action<SolutionEdits> edit)
{
    public string Title => title;

    public string Key => key;

    public void AddTo(SolutionEdits edits) => edit(edits);
}

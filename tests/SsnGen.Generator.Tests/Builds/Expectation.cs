using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Builds;

/// <summary>What a user does wrong, and what a build must say of it.</summary>
/// <param name="Project">The project that the source is a file of.</param>
/// <param name="What">Severity and id as printed; a <c>note</c> is not printed, only logged.</param>
/// <param name="Words">Words of the message.</param>
/// <param name="Marked">The source, in which [| and |] mark the place of the message.</param>
internal sealed record Expectation(string Project, string What, string Words, string Marked)
{
    /// <summary>The id.</summary>
    public string Id => What[(What.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether a build prints it.</summary>
    public bool IsPrinted => !What.StartsWith("note ", StringComparison.Ordinal);

    /// <summary>The name of its file.</summary>
    public string File => $"File{DiagnosticBuilds.Expectations.IndexOf(this)}.cs";

    /// <summary>The file: the source in a namespace of its own.</summary>
    public MarkedSource Source => MarkedSource.Of($"namespace Users.{Path.GetFileNameWithoutExtension(File)};\n\n{Marked}\n");
}

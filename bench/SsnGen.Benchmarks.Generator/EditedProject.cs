using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SsnGen.Benchmarks.Generator;

/// <summary>A project open in an editor: one compilation after the other, each differing from the one before by one file.</summary>
internal sealed class EditedProject
{
    private const int TypedFile = 7;

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        allowUnsafe: true,
        optimizationLevel: OptimizationLevel.Release);

    private readonly TimedProject _project;
    private int _edits;

    /// <summary>Opens a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="references">What it is compiled against.</param>
    public EditedProject(TimedProject project, IEnumerable<MetadataReference> references)
    {
        _project = project;
        Compilation = CSharpCompilation.Create(project.Name, project.Files.Select(static f => Parse(f)), references, Options);
    }

    /// <summary>How the files are parsed.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13);

    /// <summary>The project after the last edit.</summary>
    public CSharpCompilation Compilation { get; private set; }

    /// <summary>The same project as if it were opened anew: parsed again, nothing bound.</summary>
    public EditedProject OpenAgain() => new(_project, Compilation.References);

    /// <summary>Types a comment and a statement, in turns, into a file that defines no model.</summary>
    public void TypeElsewhere()
    {
        _edits++;
        var typed = string.Create(CultureInfo.InvariantCulture, $"{(_edits % 2 == 0 ? "//" : "total +=")} {_edits};");
        Replace((OrdinaryCode.Path(TypedFile), OrdinaryCode.Text(TypedFile, typed)));
    }

    /// <summary>Declares a class in a file that defines no model.</summary>
    public void DeclareElsewhere()
    {
        _edits++;
        Replace((OrdinaryCode.Path(TypedFile), OrdinaryCode.Text(TypedFile) + string.Create(CultureInfo.InvariantCulture, $"\ninternal sealed class Added{_edits};\n")));
    }

    /// <summary>Changes the definition of one model.</summary>
    public void ChangeDefinition() => Replace(_project.ChangedDefinition(++_edits));

    private void Replace((string Path, string Text) file)
    {
        var old = Compilation.SyntaxTrees.Single(t => t.FilePath == file.Path);
        Compilation = Compilation.ReplaceSyntaxTree(old, Parse(file));
    }

    private static SyntaxTree Parse((string Path, string Text) file) => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Path);
}

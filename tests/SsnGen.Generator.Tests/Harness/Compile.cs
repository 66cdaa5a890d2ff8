extern alias runtime;

using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>Compiles source in memory, with the generator and without.</summary>
internal static class Compile
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    internal const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using SsnGen;
        """;

    private static readonly MetadataReference[] References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(runtime::SsnGen.Layer).Assembly.Location)];

    /// <summary>A compilation of source texts, each a file named File0.cs, File1.cs, …</summary>
    public static CSharpCompilation Of(params string[] sources) =>
        OfFiles(sources.Append(ImplicitUsings).Select(static (s, i) => ($"File{i}.cs", s)));

    /// <summary>A compilation of files as they are, at the highest warning level.</summary>
    /// <param name="files">The files.</param>
    /// <param name="packages">Types of packages that they use beside the runtime.</param>
    public static CSharpCompilation OfFiles(IEnumerable<(string Path, string Text)> files, params Type[] packages) => OfFiles(files, allowUnsafe: true, packages: packages);

    /// <summary>A compilation of files as they are, at the highest warning level.</summary>
    /// <param name="files">The files.</param>
    /// <param name="allowUnsafe">Whether they may use pointers.</param>
    /// <param name="version">The version of C#.</param>
    /// <param name="packages">Types of packages that they use beside the runtime.</param>
    public static CSharpCompilation OfFiles(
        IEnumerable<(string Path, string Text)> files, bool allowUnsafe, LanguageVersion version = LanguageVersion.CSharp13, params Type[] packages) => CSharpCompilation.Create(
        "Model" + Guid.NewGuid().ToString("N"),
        files.Select(f => CSharpSyntaxTree.ParseText(f.Text, ParseOptions.WithLanguageVersion(version), f.Path)),
        [.. References, .. packages.Select(static p => MetadataReference.CreateFromFile(p.Assembly.Location))],
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            allowUnsafe: allowUnsafe,
            optimizationLevel: OptimizationLevel.Release,
            warningLevel: 9999,

            // A package for an older framework; builds suppress it too.
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]));

    /// <summary>The same compilation with another SsnGen.dll.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="image">The other file.</param>
    public static CSharpCompilation Against(CSharpCompilation compilation, byte[] image) => compilation.ReplaceReference(References[^1], MetadataReference.CreateFromImage(image));

    /// <summary>Runs the generator.</summary>
    public static GeneratorDriver Run(CSharpCompilation compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics) =>
        CSharpGeneratorDriver
            .Create(
                [new SsnModelGenerator().AsSourceGenerator()],
                parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(compilation, out output, out diagnostics);

    /// <summary>The emitted texts by hint name.</summary>
    public static IReadOnlyDictionary<string, string> Emitted(params string[] sources) =>
        Run(Of(sources), out _, out _).GetRunResult().Results.Single().GeneratedSources
            .ToDictionary(static s => s.HintName, static s => s.SourceText.ToString());

    /// <summary>What the analyzer says of source texts once the generator has run, in the order of places.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Analyze(params string[] sources) => (await Report(sources)).OfAnalyzer;

    /// <summary>What is said of source texts, by whom.</summary>
    public static Task<Reported> Report(params string[] sources) => Report(Of(sources));

    /// <summary>What is said of a compilation, by whom.</summary>
    public static async Task<Reported> Report(CSharpCompilation compilation)
    {
        var driver = Run(compilation, out var output, out var generator);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        var analyzed = await output.WithAnalyzers([new SsnModelAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(analyzed, static d => d.Id == "AD0001");
        return new Reported(
            [.. analyzed.OrderBy(static d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static d => d.Location.SourceSpan.Start)],
            generator,
            [.. output.GetDeclarationDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error)],
            [.. output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree is { } tree && EmittedFile.IsOne(tree.FilePath))],
            output.SyntaxTrees.Count(static t => EmittedFile.IsOne(t.FilePath)));
    }

    /// <summary>What is said of a compilation.</summary>
    /// <param name="OfAnalyzer">By the analyzer.</param>
    /// <param name="OfGenerator">By the generator.</param>
    /// <param name="OfDeclarations">By the compiler, before it comes to bodies and analyzers.</param>
    /// <param name="InEmittedFiles">By the compiler, of emitted files.</param>
    /// <param name="EmittedFiles">How many these are.</param>
    internal sealed record Reported(
        IReadOnlyList<Diagnostic> OfAnalyzer, IReadOnlyList<Diagnostic> OfGenerator, IReadOnlyList<Diagnostic> OfDeclarations, IReadOnlyList<Diagnostic> InEmittedFiles, int EmittedFiles);

    /// <summary>Generates, compiles and loads; any error or warning fails the test.</summary>
    public static Assembly Load(params string[] sources)
    {
        Run(Of(sources), out var output, out var diagnostics);
        Assert.Empty(diagnostics);
        return Load(output);
    }

    /// <summary>The errors and warnings among diagnostics, but for missing documentation in the tests' own definitions.</summary>
    public static IEnumerable<Diagnostic> Complaints(IEnumerable<Diagnostic> diagnostics) => diagnostics.Where(static d =>
        d.Severity >= DiagnosticSeverity.Warning
        && !(d.Id == "CS1591" && d.Location.SourceTree?.FilePath.StartsWith("File", StringComparison.Ordinal) == true));

    /// <summary>Compiles and loads; any error or warning fails the test.</summary>
    public static Assembly Load(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        var bad = Complaints(result.Diagnostics).Take(10).ToArray();
        Assert.True(result.Success && bad.Length == 0, string.Join("\n", bad));
        stream.Position = 0;
        return new AssemblyLoadContext(compilation.AssemblyName, isCollectible: false).LoadFromStream(stream);
    }
}

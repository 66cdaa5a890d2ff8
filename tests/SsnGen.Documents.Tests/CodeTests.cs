using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Generator;
using SsnGen.Testing;

namespace SsnGen.Documents.Tests;

/// <summary>The C# in documents compiles: types as they are, one document's together, statements each in a method of their own.</summary>
public sealed class CodeTests
{
    // What a reader has, who follows a page: the namespaces of the packages that it speaks of.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using SsnGen;
        global using SsnGen.Files;
        global using SsnGen.Gpu;
        global using SsnGen.Networks;
        global using SsnGen.TorchSharp;
        global using SsnGen.Training;
        global using TorchSharp;
        global using static TorchSharp.torch;
        global using static TorchSharp.torch.nn.functional;
        """;

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.CSharp13);

    private static readonly MetadataReference[] _references =
    [
        .. Net100.References.All,
        .. new[] { "SsnGen", "SsnGen.TorchSharp", "SsnGen.Onnx", "SsnGen.Gpu", "TorchSharp", "ILGPU" }
            .Select(static name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name + ".dll"))),
    ];

    public static TheoryData<string> Documents => [.. Document.All.Values.Where(static d => d.Code.Any() && !d.Path.StartsWith("docs/diagnostics/", StringComparison.Ordinal)).Select(static d => d.Path)];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Its_code_compiles(string path)
    {
        var document = Document.All[path];
        Assert.Empty(await Errors(document.Code, document.CompiledWith));
    }

    [Theory]
    [InlineData("var network = DigitsNet.Load(\"a\");", "CS0103")]
    [InlineData("[SsnModel(Channels = 3, Height = 8, Width = 8)]\npublic sealed partial class Net { [Conv(16), Add(\"Other\")] public partial Layer A { get; } }", "SSN")]
    public async Task Code_that_does_not_compile_is_told(string code, string error) =>
        Assert.Contains(await Errors([new DocumentCode("here.md:1", code, "")], []), e => e.Contains(error, StringComparison.Ordinal));

    private static async Task<IEnumerable<string>> Errors(IEnumerable<DocumentCode> code, IEnumerable<string> compiledWith)
    {
        var files = compiledWith.Select(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(RepositoryPaths.Root, file)), _parsing, file)).ToArray();
        var spaces = files.SelectMany(static f => f.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()).Select(static n => $"\nglobal using {n.Name};").Distinct();
        SyntaxTree[] trees = [.. code.Select(Tree), .. files, CSharpSyntaxTree.ParseText(Usings + string.Concat(spaces), _parsing)];
        var compilation = CSharpCompilation.Create("Document", trees, _references, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new SsnModelGenerator().AsSourceGenerator()], parseOptions: _parsing).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var said = await output.WithAnalyzers([new SsnModelAnalyzer()]).GetAllDiagnosticsAsync();
        return said.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.ToString());
    }

    // Statements as the body of a method, with what they take for granted before them.
    private static SyntaxTree Tree(DocumentCode code)
    {
        var root = CSharpSyntaxTree.ParseText(code.Text, _parsing).GetCompilationUnitRoot();
        if (!root.Members.All(static m => m is GlobalStatementSyntax))
        {
            return CSharpSyntaxTree.ParseText(code.With + "\n" + code.Text, _parsing, code.Place);
        }

        var text = $$"""
            {{root.Usings.ToFullString()}}
            file static class Block
            {
                static void Run()
                {
                    {{code.With}}
            #line 1 "{{code.Place}}"
                    {{string.Concat(root.Members.Select(static m => m.ToFullString()))}}
                }
            }
            """;
        return CSharpSyntaxTree.ParseText(text, _parsing, code.Place);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using SsnGen.Generator;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Tests.Harness;

/// <summary>
/// Files before and after a fixer, in a project with SsnGen's generator. Marks such as <c>{|SSN003:A|}</c> are all that may be wrong
/// with them. Fixes are made one by one; where it is asked for, also all at once.
/// </summary>
internal sealed class FixTest<TFixer> : CSharpCodeFixTest<SsnModelAnalyzer, TFixer, DefaultVerifier>
    where TFixer : DefinitionFixer, new()
{
    public FixTest(string before, string after)
    {
        TestCode = before;
        FixedCode = after;

        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(References.All);

        // What is emitted is for the generator's tests; what a generator reports, no pragma suppresses.
        TestBehaviors |= TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck;
        CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllCheck;

        // That a network runs as a mixture is no mistake. Without pointers a model gets the surface of its emitted part only, with the
        // same diagnostics otherwise: its kernels would take seconds to compile, again for each step of a test.
        DisabledDiagnostics.Add(Descriptors.Mixture.Id);
        DisabledDiagnostics.Add(Descriptors.CompilerOptions.Id);
    }

    /// <summary>Adds a file that the fix does not change, or what it makes of it.</summary>
    public FixTest<TFixer> With(string name, string before, string? after = null)
    {
        TestState.Sources.Add((name, before));
        FixedState.Sources.Add((name, after ?? before));
        return this;
    }

    /// <summary>Fixes all of a document at once too.</summary>
    public FixTest<TFixer> AllAtOnce()
    {
        CodeFixTestBehaviors &= ~CodeFixTestBehaviors.SkipFixAllInDocumentCheck;
        return this;
    }

    /// <summary>Fixes all at once too, in each document, in the project and in the solution.</summary>
    public FixTest<TFixer> AllAtOnceEverywhere()
    {
        CodeFixTestBehaviors &= ~CodeFixTestBehaviors.SkipFixAllCheck;
        return this;
    }

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(SsnModelGenerator)];

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    protected override CompilationOptions CreateCompilationOptions() => new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false);
}

using System.Composition;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.CodeFixes.Fixers;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Tests.Diagnostics;

namespace SsnGen.CodeFixes.Tests;

/// <summary>The catalogue of fixers is that of the diagnostics, and an editor finds all of it.</summary>
public class FixesTests
{
    private static readonly Type[] _fixers =
        [.. typeof(DefinitionFixer).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(CodeFixProvider)) && !t.IsAbstract)];

    [Fact]
    public void Each_diagnostic_has_fixers_or_a_reason_for_none()
    {
        Assert.Equal(Descriptors.All.Select(static d => d.Id), Fixes.All.Select(static f => f.Id));
        Assert.All(Fixes.All, static f => Assert.True(f.Fixers.Length > 0 == f.WhyNone is null, f.Id));
    }

    [Fact]
    public void Pages_promise_what_there_is_and_give_the_reason_where_there_is_nothing()
    {
        foreach (var fix in Fixes.All)
        {
            var said = string.Join(' ', DiagnosticPage.All[fix.Id].Fix.Split('\n', StringSplitOptions.TrimEntries));
            Assert.NotEmpty(said);
            Assert.Equal(fix.WhyNone, said.StartsWith("none", StringComparison.Ordinal) ? said : null);
        }
    }

    [Fact]
    public void Fixers_register_the_diagnostics_that_they_are_listed_for_and_no_others()
    {
        string[] ofCompiler = [MakePartialFixer.PartialMember, MakePartialFixer.MissingPartial];
        Assert.NotEmpty(_fixers);
        foreach (var type in _fixers)
        {
            var listed = Fixes.All.Where(f => f.Fixers.Contains(type)).Select(static f => f.Id);
            var registered = ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds;
            Assert.Equal(listed.Order(StringComparer.Ordinal), registered.Except(ofCompiler).Order(StringComparer.Ordinal));
        }

        Assert.Empty(Fixes.All.SelectMany(static f => f.Fixers).Except(_fixers));
    }

    [Fact]
    public void Fixers_are_exported_to_editors()
    {
        foreach (var type in _fixers)
        {
            var export = type.GetCustomAttribute<ExportCodeFixProviderAttribute>();
            Assert.NotNull(export);
            Assert.Equal((type.Name, LanguageNames.CSharp), (export.Name, Assert.Single(export.Languages)));
            Assert.NotNull(type.GetCustomAttribute<SharedAttribute>());
            Assert.NotNull(((CodeFixProvider)Activator.CreateInstance(type)!).GetFixAllProvider());
        }
    }

    [Fact]
    public void Their_assembly_needs_nothing_that_an_editor_has_not_loaded()
    {
        string[] there = ["netstandard", "Microsoft.CodeAnalysis", "System.Collections.Immutable", "System.Composition", "SsnGen.Generator"];
        var assembly = typeof(DefinitionFixer).Assembly;
        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), a => !there.Any(t => a.Name == t || a.Name!.StartsWith(t + ".", StringComparison.Ordinal)));

        // What a compiler without an editor would have to load it for.
        Assert.DoesNotContain(assembly.GetTypes(), static t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)) || t.IsAssignableTo(typeof(IIncrementalGenerator)));
    }
}

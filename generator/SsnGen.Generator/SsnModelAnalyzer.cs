using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator;

/// <summary>Reports what planning finds in a definition, at the place of the attribute or property that causes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SsnModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A selection is written by training, hence generated code, and what is wrong with it is reported there.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var options = ProjectOptions.Of(start.Compilation);
            if (options.HasPartialProperties)
            {
                var locations = new Locations(start.Compilation);
                start.RegisterSymbolAction(c => Analyze(c, options, locations), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ProjectOptions options, Locations locations)
    {
        foreach (var finding in Find((INamedTypeSymbol)context.Symbol, context, options))
        {
            context.ReportDiagnostic(finding.ToDiagnostic(locations.Of));
        }
    }

    private static EquatableArray<Finding> Find(INamedTypeSymbol type, SymbolAnalysisContext context, ProjectOptions options)
    {
        var (compilation, cancellation) = (context.Compilation, context.CancellationToken);
        if (Symbols.Has(type, DefinitionReader.ModelAttribute))
        {
            var model = DefinitionReader.ReadModel(type, compilation, cancellation);
            return !model.Class.CanHaveParts ? default
                : EquatableArray.From(ProjectChecks.Check(model, options).Concat(ModelPlanner.Plan(model, cancellation).Findings));
        }

        var findings = new Findings();
        if (Symbols.Has(type, DefinitionReader.BlockAttribute))
        {
            // What depends on the use of a block is reported by its models.
            var block = DefinitionReader.ReadBlock(type, compilation, cancellation);
            if (block.Class.CanHaveParts)
            {
                ClassChecks.Check(block, findings);
            }
        }
        else if (UnmarkedClasses.Is(type))
        {
            var unmarked = DefinitionReader.ReadUnmarked(type, compilation, cancellation);
            if (unmarked.CanHaveParts && !UnmarkedClasses.IsRepeated(type, compilation, cancellation))
            {
                findings.Add(Descriptors.UnmarkedClass, unmarked.Place, unmarked.Name);
            }

            return findings.ToArray();
        }

        OrphanedSelections.Check(type, compilation, findings, cancellation);
        return findings.ToArray();
    }
}

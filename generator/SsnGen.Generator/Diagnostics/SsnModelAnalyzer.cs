using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Diagnostics;

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
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var findings = default(EquatableArray<Finding>);
        if (DefinitionReader.Has(type, DefinitionReader.ModelAttribute))
        {
            var model = DefinitionReader.ReadModel(type, context.CancellationToken);
            findings = ModelPlanner.Plan(model, context.CancellationToken).Findings;
            if (model.Backend.HasFlag(Backend.Gpu) && context.Compilation.GetTypeByMetadataName(SsnModelGenerator.GpuMarker) is null)
            {
                var missing = new Finding(Descriptors.MissingPackage, model.AttributePlace, new([model.Name, "Backend.Gpu", "SsnGen.Gpu"]));
                context.ReportDiagnostic(missing.ToDiagnostic(context.Compilation));
            }
        }
        else if (DefinitionReader.Has(type, DefinitionReader.BlockAttribute))
        {
            // What depends on the use of a block is reported by its models.
            var own = new Findings();
            TypeChecks.Check(DefinitionReader.ReadBlock(type), own);
            findings = own.ToArray();
        }

        foreach (var finding in findings)
        {
            context.ReportDiagnostic(finding.ToDiagnostic(context.Compilation));
        }
    }
}

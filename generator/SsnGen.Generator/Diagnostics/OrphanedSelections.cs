using System.Threading;
using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Diagnostics;

/// <summary>Finds selections, and sizes of pictures, that stand on no model, so that nobody reads them.</summary>
internal static class OrphanedSelections
{
    /// <summary>Checks a class that is no model.</summary>
    public static void Check(INamedTypeSymbol type, Compilation compilation, Findings findings, CancellationToken cancellation)
    {
        if (SizeDefinition.Attributes(type).FirstOrDefault() is { } size)
        {
            findings.Add(Descriptors.Misplaced, new AttributeArguments(size).Place, type.Name, "[InputSize] says for which sizes of pictures a model is compiled, and this is none: move it to the model, or add [SsnModel]");
        }

        var selected = type.GetAttributes().FirstOrDefault(static a => Symbols.IsNamed(a.AttributeClass, DefinitionReader.SelectedAttribute));
        if (selected is null)
        {
            return;
        }

        var isBlock = Symbols.Has(type, DefinitionReader.BlockAttribute);
        var models = compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type, cancellation)
            .OfType<INamedTypeSymbol>()
            .Where(static t => Symbols.Has(t, DefinitionReader.ModelAttribute))
            .ToArray();
        var sameName = models.FirstOrDefault(m => m.Name == type.Name);
        var nearest = isBlock || sameName is not null ? null : Suggestion.Nearest(type.Name, models.Select(static m => m.Name));
        var why = isBlock ? "is a block: selections stand on the model that repeats it, under the paths of its layers"
            : sameName is not null ? $"is no model: that of this name is '{sameName.ToDisplayString()}', so write 'namespace {sameName.ContainingNamespace.ToDisplayString()};' in the file of the selection"
            : "is no model" + (nearest is null ? "" : " (did you mean '" + nearest + "'?)") + ": give the class the name of the model, or remove the file";
        findings.Add(new Finding(Descriptors.OrphanedSelection, new AttributeArguments(selected).Place, new([type.Name, why])) { Remedy = nearest });
    }
}

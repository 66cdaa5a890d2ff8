using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Definitions;

namespace SsnGen.CodeFixes;

/// <summary>Which code is a definition of SsnGen's.</summary>
internal static class SsnGenTypes
{
    public const string Conv = "SsnGen.ConvAttribute";
    public const string Linear = "SsnGen.LinearAttribute";
    public const string GroupNorm = "SsnGen.GroupNormAttribute";
    public const string Repeat = "SsnGen.RepeatAttribute";

    private static readonly string[] _marks = [DefinitionReader.ModelAttribute, DefinitionReader.BlockAttribute, DefinitionReader.SelectedAttribute];

    /// <summary>Whether a type is a model, a block or a selection, or was meant to be.</summary>
    public static bool IsDefinition(INamedTypeSymbol type) =>
        _marks.Any(mark => Symbols.Has(type, mark))
        || type.GetMembers().OfType<IPropertySymbol>().Any(static p => Symbols.KindOf(p.Type) != MemberKind.Other);

    /// <summary>The attributes of a member that are of a type, in the order in which they are written.</summary>
    public static IEnumerable<AttributeSyntax> Attributes(MemberDeclarationSyntax member, SemanticModel semantics, string type, CancellationToken cancellation) =>
        member.AttributeLists.SelectMany(static l => l.Attributes).Where(a => Symbols.IsNamed(semantics.GetTypeInfo(a, cancellation).Type, type));
}

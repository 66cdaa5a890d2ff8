using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>Reads attributed classes as definitions: the only stage that knows symbols.</summary>
internal static class DefinitionReader
{
    public const string ModelAttribute = "SsnGen.SsnModelAttribute";
    public const string BlockAttribute = "SsnGen.SsnBlockAttribute";
    private const string SelectedAttribute = "SsnGen.SelectedAttribute";

    /// <summary>Reads a class with <c>[SsnModel]</c>, and every block that it reaches.</summary>
    public static ModelDefinition ReadModel(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var model = new AttributeArguments(type.GetAttributes().First(static a => FullName(a.AttributeClass) == ModelAttribute));
        return new ModelDefinition(
            Namespace(type),
            type.Name,
            Modifiers(type),
            Form(type),
            Place.Of(type.Locations.FirstOrDefault()),
            model.Named("Channels", 1),
            model.Named("Height", 1),
            model.Named("Width", 1),
            (Backend)model.Named("Backend", (int)Backend.Cpu),
            model.Named("HalfStorage", false),
            model.Place,
            Members(type),
            Blocks(type, cancellation),
            Selected(type));
    }

    /// <summary>Reads a class with <c>[SsnBlock]</c>.</summary>
    public static BlockDefinition ReadBlock(INamedTypeSymbol type) => new(
        Namespace(type),
        type.Name,
        type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        Modifiers(type),
        Form(type),
        Place.Of(type.Locations.FirstOrDefault()),
        Members(type));

    /// <summary>Whether a class carries an attribute, given by its full name.</summary>
    public static bool Has(INamedTypeSymbol type, string attribute) =>
        type.GetAttributes().Any(a => FullName(a.AttributeClass) == attribute);

    private static EquatableArray<BlockDefinition> Blocks(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var blocks = new List<BlockDefinition>();
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<INamedTypeSymbol>([type]);
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var property in open.Dequeue().GetMembers().OfType<IPropertySymbol>())
            {
                if (BlockOf(property.Type) is { } block && seen.Add(block) && Has(block, BlockAttribute))
                {
                    blocks.Add(ReadBlock(block));
                    open.Enqueue(block);
                }
            }
        }

        return EquatableArray.From(blocks);
    }

    private static EquatableArray<MemberDefinition> Members(INamedTypeSymbol type)
    {
        var members = new List<MemberDefinition>();
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
        {
            var block = BlockOf(property.Type);
            var kind = block is not null ? MemberKind.Stage
                : FullName(property.Type) == "SsnGen.Layer" ? MemberKind.Layer
                : MemberKind.Other;
            var facets = FacetReader.Read(property);
            if (kind == MemberKind.Other && facets.Length == 0)
            {
                continue;
            }

            // What the generator itself adds to a block (its projection) has no facets and is not partial.
            var inSource = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as PropertyDeclarationSyntax;
            if (facets.Length == 0 && inSource?.Modifiers.Any(SyntaxKind.PartialKeyword) != true)
            {
                continue;
            }

            members.Add(new MemberDefinition(
                property.Name,
                inSource is null ? "public partial" : ModifiersOf(inSource.Modifiers),
                kind,
                property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
                block?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                inSource is null || IsImplementable(property, inSource),
                Place.Of(property.Locations.FirstOrDefault()),
                facets));
        }

        return EquatableArray.From(members);
    }

    private static bool IsImplementable(IPropertySymbol property, PropertyDeclarationSyntax syntax) =>
        syntax.Modifiers.Any(SyntaxKind.PartialKeyword) && property is { IsStatic: false, SetMethod: null, IsReadOnly: true };

    private static EquatableArray<SelectedDefinition> Selected(INamedTypeSymbol type)
    {
        var selected = new List<SelectedDefinition>();
        foreach (var attribute in type.GetAttributes().Where(static a => FullName(a.AttributeClass) == SelectedAttribute))
        {
            var a = new AttributeArguments(attribute);
            var file = a.Place.File;
            var line = file.Substring(file.LastIndexOfAny(['/', '\\']) + 1) + "(" + Emission.Literal.Of(a.Place.Line) + ")";
            selected.Add(new SelectedDefinition(a.At(0, ""), (Normalizer)a.At(1, 0), (Normalizer)a.At(2, 0), line, a.Place));
        }

        return EquatableArray.From(selected);
    }

    private static INamedTypeSymbol? BlockOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 1, Name: "Stage" } stage && FullName(stage.OriginalDefinition) == "SsnGen.Stage"
            ? stage.TypeArguments[0] as INamedTypeSymbol
            : null;

    private static TypeForm Form(INamedTypeSymbol type)
    {
        var form = TypeForm.Supported;
        if (type.DeclaringSyntaxReferences.Any(static r =>
                r.GetSyntax() is TypeDeclarationSyntax t && !t.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            form |= TypeForm.NotPartial;
        }

        form |= type.ContainingType is not null ? TypeForm.Nested : 0;
        form |= type.IsGenericType ? TypeForm.Generic : 0;
        form |= type.IsStatic || type.IsAbstract ? TypeForm.StaticOrAbstract : 0;
        form |= type.IsRecord ? TypeForm.Record : 0;
        return form;
    }

    private static string Modifiers(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(static r => r.GetSyntax()).OfType<TypeDeclarationSyntax>()
            .Select(static t => ModifiersOf(t.Modifiers))
            .OrderByDescending(static m => m.Length).ThenBy(static m => m, StringComparer.Ordinal)
            .FirstOrDefault() ?? "partial";

    private static string ModifiersOf(SyntaxTokenList modifiers) => string.Join(" ", modifiers.Select(static m => m.ValueText));

    private static string Namespace(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();

    private static string FullName(ITypeSymbol? type) => type switch
    {
        null => "",
        { ContainingNamespace: { IsGlobalNamespace: false } space } => space.ToDisplayString() + "." + type.Name,
        _ => type.Name,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>Reads the properties of a class that are layers or stages, or were meant to be.</summary>
internal static class MemberReader
{
    /// <summary>Reads the properties in the order in which they are written.</summary>
    /// <param name="type">The class.</param>
    /// <param name="parts">The parts of it that the user wrote, the one with the attribute first; none for a class of another assembly.</param>
    /// <param name="canHaveParts">Whether a further part, which implements the properties, compiles.</param>
    /// <param name="split">A property that stands in another part than the first ones, which leaves their order open.</param>
    public static EquatableArray<MemberDefinition> Read(INamedTypeSymbol type, TypeDeclarationSyntax[] parts, bool canHaveParts, out ClassProblem? split)
    {
        var properties = new List<(int Part, int Start, MemberDefinition Member)>();
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
        {
            // What emitted code itself adds has no facets and is not partial, in source and in other assemblies.
            var syntax = Syntax(property);
            var facets = FacetReader.Read(property, out var areReadable);
            var isPartial = syntax?.Modifiers.Any(SyntaxKind.PartialKeyword) == true;
            if (facets.Length == 0 && !(isPartial && Symbols.KindOf(property.Type) != MemberKind.Other))
            {
                continue;
            }

            var part = syntax is null ? 0 : Array.IndexOf(parts, syntax.Parent);
            properties.Add((part, syntax?.SpanStart ?? 0, Member(property, syntax, canHaveParts, facets, areReadable)));
        }

        split = null;
        var first = properties.Count == 0 ? 0 : properties.Min(static p => p.Part);
        if (properties.Any(p => p.Part != first))
        {
            // Nothing that is emitted may depend on the order of files.
            var stray = properties.Where(p => p.Part != first).OrderBy(static p => p.Part).ThenBy(static p => p.Start).First().Member;
            var usual = properties.Where(p => p.Part == first).OrderBy(static p => p.Start).First().Member;
            split = new ClassProblem(ClassProblemKind.SplitLayers, stray.Name, usual.Name, stray.Place);
            return EquatableArray.From(properties.OrderBy(static p => p.Member.Name, StringComparer.Ordinal).Select(static p => p.Member));
        }

        return EquatableArray.From(properties.OrderBy(static p => p.Start).Select(static p => p.Member));
    }

    private static BasePropertyDeclarationSyntax? Syntax(IPropertySymbol property) =>
        property.DeclaringSyntaxReferences.FirstOrDefault(static r => !EmittedFile.IsOne(r.SyntaxTree.FilePath))?.GetSyntax() as BasePropertyDeclarationSyntax;

    private static MemberDefinition Member(
        IPropertySymbol property, BasePropertyDeclarationSyntax? syntax, bool canHaveParts, EquatableArray<Facet> facets, bool areReadable)
    {
        var type = property.ContainingType;
        var block = Symbols.BlockOf(property.Type);
        var isSound = SoundProperty.Is(property, syntax);
        var isReadable = areReadable && isSound;
        var form = syntax is null ? MemberForm.Supported : Form(property, syntax);
        var isStubbed = canHaveParts && isSound && property.IsPartialDefinition && !form.HasFlag(MemberForm.Implemented);
        return new MemberDefinition(
            property.Name,
            syntax is null ? "public partial" : string.Join(" ", syntax.Modifiers.Select(static m => m.ValueText)),
            Symbols.KindOf(property.Type),
            (property.RefKind == RefKind.None ? "" : "ref ") + Symbols.Words(property.Type),
            block is null ? null : new BlockReference(Symbols.Code(block), BlockProblem.None),
            form,
            isStubbed ? Stub(property, syntax!) : null,
            EquatableArray.From(Accessors(syntax)),
            isReadable,
            Place.Of(property.Locations.FirstOrDefault()),
            facets);
    }

    private static MemberForm Form(IPropertySymbol property, BasePropertyDeclarationSyntax syntax)
    {
        var form = syntax.Modifiers.Any(SyntaxKind.PartialKeyword) ? MemberForm.Supported : MemberForm.NotPartial;
        form |= property.IsStatic ? MemberForm.Static : 0;
        form |= property.SetMethod is not null ? MemberForm.HasSetter : 0;
        form |= property.IsIndexer ? MemberForm.Indexer : 0;

        // Another implementing part than the emitted one, or no other part than that.
        form |= property.PartialImplementationPart is { } part && !Symbols.IsEmitted(part) ? MemberForm.Implemented : 0;
        form |= form == MemberForm.Supported && !property.IsPartialDefinition ? MemberForm.Implemented : 0;

        var isWrong = Symbols.KindOf(property.Type) == MemberKind.Other
            || property.RefKind != RefKind.None
            || property.Type.NullableAnnotation == NullableAnnotation.Annotated
            || Symbols.BlockOf(property.Type) is { NullableAnnotation: NullableAnnotation.Annotated };
        return isWrong ? form | MemberForm.WrongType : form;
    }

    // The implementing part must repeat type and modifiers to the letter.
    private static string Stub(IPropertySymbol property, BasePropertyDeclarationSyntax syntax)
    {
        var modifiers = string.Concat(syntax.Modifiers.Where(static m => !m.IsKind(SyntaxKind.PartialKeyword)).Select(static m => m.ValueText + " ")) + "partial";
        var reference = property.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.RefReadOnly => "ref readonly ",
            _ => "",
        };
        var name = property.IsIndexer
            ? "this[" + string.Join(", ", property.Parameters.Select(static p => Symbols.Code(p.Type) + " " + Identifier.Of(p.Name))) + "]"
            : Identifier.Of(property.Name);
        return modifiers + " " + reference + Symbols.Code(property.Type) + " " + name;
    }

    private static IEnumerable<string> Accessors(BasePropertyDeclarationSyntax? syntax) =>
        syntax?.AccessorList?.Accessors.Select(static a => string.Concat(a.Modifiers.Select(static m => m.ValueText + " ")) + a.Keyword.ValueText) ?? ["get"];
}

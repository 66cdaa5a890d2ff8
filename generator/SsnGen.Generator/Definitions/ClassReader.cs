using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>Reads a class with layers: its form, its properties, and what it declares that it cannot have.</summary>
internal static class ClassReader
{
    /// <summary>Reads a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="attribute">The attribute that makes it a model or a block, or null where it has none.</param>
    /// <param name="compilation">The compilation, which knows what its bases show it.</param>
    /// <param name="blocks">The blocks that a model reaches, whose layers it may return.</param>
    public static ClassDefinition Read(INamedTypeSymbol type, AttributeData? attribute, Compilation compilation, CancellationToken cancellation, EquatableArray<BlockDefinition> blocks = default)
    {
        var parts = Parts(type, attribute, cancellation);
        var form = Form(type, parts, cancellation);
        var members = MemberReader.Read(type, parts, (form & ClassForm.WithoutParts) == 0, out var split);
        if (type.IsStatic && members.Any(static m => !m.Form.HasFlag(MemberForm.Static)))
        {
            form |= ClassForm.StaticWithLayers;
        }

        var place = parts.Length > 0 ? Place.Of(parts[0].Identifier.GetLocation()) : Place.None;
        var problems = ClassProblems.Find(type, attribute?.AttributeClass?.Name, members, blocks, place, compilation);
        return new ClassDefinition(
            Symbols.Code(type.ContainingNamespace),
            type.Name,
            Symbols.Code(type),
            Modifiers(parts),
            EquatableArray.From(Chain(type).Reverse().Select(Head)),
            form,
            place,
            members,
            EquatableArray.From(split is null ? problems : problems.Append(split)),
            EquatableArray.From(Warnings(type)))
        {
            HasToString = HasToString(type),
        };
    }

    // Of its own or of a base class, but for that of each object; nor can a class have a member of its own name.
    private static bool HasToString(INamedTypeSymbol type)
    {
        for (var t = type; t is { SpecialType: not SpecialType.System_Object }; t = t.BaseType)
        {
            if (t.GetMembers(nameof(ToString)).Any(static m => m is not IMethodSymbol { Parameters.Length: > 0 } and not IMethodSymbol { Arity: > 0 } && !Symbols.IsEmitted(m)))
            {
                return true;
            }
        }

        return type.Name == nameof(ToString);
    }

    // The parts that the user wrote: the one with the attribute first.
    private static TypeDeclarationSyntax[] Parts(INamedTypeSymbol type, AttributeData? attribute, CancellationToken cancellation)
    {
        var marked = attribute?.ApplicationSyntaxReference?.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return type.DeclaringSyntaxReferences
            .Where(static r => !EmittedFile.IsOne(r.SyntaxTree.FilePath))
            .Select(r => r.GetSyntax(cancellation))
            .OfType<TypeDeclarationSyntax>()
            .OrderBy(p => p == marked ? 0 : 1).ThenBy(static p => p.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static p => p.SpanStart)
            .ToArray();
    }

    private static ClassForm Form(INamedTypeSymbol type, TypeDeclarationSyntax[] parts, CancellationToken cancellation)
    {
        var form = parts.All(IsPartial) ? ClassForm.Supported : ClassForm.NotPartial;
        form |= type.ContainingType is not null ? ClassForm.Nested : 0;
        form |= Chain(type).Any(static t => t.Arity > 0) ? ClassForm.Generic : 0;
        form |= type.IsStatic ? ClassForm.Static : type.IsAbstract ? ClassForm.Abstract : 0;
        form |= type.IsRecord ? ClassForm.Record : 0;
        form |= type.TypeKind != TypeKind.Class ? ClassForm.NotAClass : 0;
        form |= type.IsFileLocal ? ClassForm.FileLocal : 0;
        form |= Symbols.Has(type, DefinitionReader.ModelAttribute) && Symbols.Has(type, DefinitionReader.BlockAttribute) ? ClassForm.ModelAndBlock : 0;
        form |= Symbols.IsDeclaredTwice(type) ? ClassForm.DeclaredTwice : 0;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            form |= outer.IsFileLocal ? ClassForm.FileLocal : 0;
            form |= outer.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation) is TypeDeclarationSyntax t && !IsPartial(t)) ? ClassForm.InNotPartial : 0;
        }

        for (var super = type.BaseType; super is not null; super = super.BaseType)
        {
            form |= Symbols.Has(super, DefinitionReader.ModelAttribute) || Symbols.Has(super, DefinitionReader.BlockAttribute) ? ClassForm.Derived : 0;
        }

        return form;
    }

    private static bool IsPartial(TypeDeclarationSyntax part) => part.Modifiers.Any(SyntaxKind.PartialKeyword);

    // The type and those that it is nested in, from the inside.
    private static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            yield return t;
        }
    }

    // What a further part begins with: no modifier but partial has to be said again.
    private static string Head(INamedTypeSymbol type)
    {
        var keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
        var parameters = type.Arity == 0 ? "" : "<" + string.Join(", ", type.TypeParameters.Select(static p => Identifier.Of(p.Name))) + ">";
        return "partial " + keyword + " " + ClassName.Of(type.Name) + parameters;
    }

    // The most that a part says, so that emitted parts read as the one that the user wrote.
    private static string Modifiers(TypeDeclarationSyntax[] parts) =>
        parts.Select(static p => string.Join(" ", p.Modifiers.Select(static m => m.ValueText)))
            .OrderByDescending(static m => m.Length).ThenBy(static m => m, StringComparer.Ordinal)
            .FirstOrDefault() ?? "partial";

    // What naming the class makes the compiler say, and what the user who names it is told in his own files.
    private static IEnumerable<string> Warnings(INamedTypeSymbol type)
    {
        if (Symbols.Attribute(type, "System.ObsoleteAttribute") is { } obsolete)
        {
            yield return obsolete.ConstructorArguments.Length == 0 ? "CS0612" : "CS0618";
        }

        if (Symbols.Attribute(type, "System.Diagnostics.CodeAnalysis.ExperimentalAttribute") is { ConstructorArguments: [{ Value: string id }, ..] }
            && SyntaxFacts.IsValidIdentifier(id))
        {
            yield return id;
        }
    }
}

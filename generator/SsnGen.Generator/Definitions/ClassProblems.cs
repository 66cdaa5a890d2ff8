using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>Finds what a class declares or inherits that the emitted part of it cannot live with.</summary>
internal static class ClassProblems
{
    /// <summary>Finds the problems of a class, in no order that matters.</summary>
    /// <param name="type">The class.</param>
    /// <param name="attribute">The name of the attribute that it carries.</param>
    /// <param name="layers">Its layers and stages.</param>
    /// <param name="blocks">The blocks that a model reaches.</param>
    /// <param name="place">Where its name stands.</param>
    /// <param name="compilation">The compilation, which knows what of its bases it can see.</param>
    public static List<ClassProblem> Find(INamedTypeSymbol type, string? attribute, EquatableArray<MemberDefinition> layers, EquatableArray<BlockDefinition> blocks, Place place, Compilation compilation)
    {
        var problems = new List<ClassProblem>();
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
        {
            return problems;
        }

        var emitted = Emitted(type, attribute, layers, blocks).Where(static e => !e.Yields).ToLookup(static e => e.Name, StringComparer.Ordinal);
        if (attribute is not null && (emitted.Contains(type.Name) || EmittedMembers.NestedTypes.Contains(type.Name)))
        {
            problems.Add(new ClassProblem(ClassProblemKind.OwnName, type.Name, "", place));
        }

        foreach (var member in type.GetMembers().Where(static m => !m.IsImplicitlyDeclared && !Symbols.IsEmitted(m)))
        {
            if (OwnProblem(member, emitted) is { } kind)
            {
                problems.Add(new ClassProblem(kind, member.Name, "", Place.Of(member.Locations.FirstOrDefault())));
            }
        }

        problems.AddRange(Unset(type, layers).Select(static m => new ClassProblem(ClassProblemKind.Unset, m.Name, "", Place.Of(m.Locations.FirstOrDefault()))));
        for (var super = type.BaseType; super is { TypeKind: not TypeKind.Error }; super = super.BaseType)
        {
            if (Symbols.Has(super, DefinitionReader.ModelAttribute) || Symbols.Has(super, DefinitionReader.BlockAttribute))
            {
                // Said of the form of the class, and the reason for whatever else is wrong.
                break;
            }

            FindInherited(type, super, emitted, layers, place, compilation, problems);
        }

        return problems;
    }

    private static IEnumerable<EmittedMember> Emitted(INamedTypeSymbol type, string? attribute, EquatableArray<MemberDefinition> layers, EquatableArray<BlockDefinition> blocks) => attribute switch
    {
        nameof(SsnModelAttribute) => EmittedMembers.OfModel(layers.Where(static m => m.Kind == MemberKind.Stage).Select(static m => m.Name), EndNames.Inputs(layers).Length, EndNames.Evaluated(layers, blocks).Length, SampleDefinition.Of(type)?.HasPixels == true, [.. SizeDefinition.Of(type).Select(static s => s.Words).Distinct()]),
        nameof(SsnBlockAttribute) => EmittedMembers.OfBlock(layers.Select(static m => m.Name), layers.Any(static m => m.HasShortcut)),
        _ => [],
    };

    private static ClassProblemKind? OwnProblem(ISymbol member, ILookup<string, EmittedMember> emitted) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => ClassProblemKind.Constructor,
        IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } => ClassProblemKind.Required,
        _ when emitted[member.Name].Any(e => Clashes(member, e)) => ClassProblemKind.TakenName,
        _ => null,
    };

    // What the compiler would warn of at the emitted constructor, where nobody can mend it.
    private static IEnumerable<ISymbol> Unset(INamedTypeSymbol type, EquatableArray<MemberDefinition> layers) =>
        from field in type.GetMembers().OfType<IFieldSymbol>()
        where field is { IsStatic: false, IsConst: false, Type: { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated } }
        let member = field.AssociatedSymbol ?? field
        where member is not IPropertySymbol { IsRequired: true } and not IFieldSymbol { IsRequired: true } && !Symbols.IsEmitted(member)
        where !layers.Any(l => l.Name == member.Name)
        where !member.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is
            PropertyDeclarationSyntax { Initializer: not null } or VariableDeclaratorSyntax { Initializer: not null } or ParameterSyntax)
        select member;

    // Overloads of an emitted method are the user's own business.
    private static bool Clashes(ISymbol member, EmittedMember emitted) => member switch
    {
        IMethodSymbol { AssociatedSymbol: not null } => false,
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method when emitted.Parameters is not null =>
            method.Arity == 0 && emitted.Parameters == string.Join(", ", method.Parameters.Select(static p => p.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))),
        INamedTypeSymbol { Arity: > 0 } => false,
        _ => true,
    };

    private static void FindInherited(
        INamedTypeSymbol type,
        INamedTypeSymbol super,
        ILookup<string, EmittedMember> emitted,
        EquatableArray<MemberDefinition> layers,
        Place place,
        Compilation compilation,
        List<ClassProblem> problems)
    {
        // What every class inherits has no name that is emitted, only names that a layer can have.
        var isObject = super.SpecialType == SpecialType.System_Object;
        var name = isObject ? "object" : Symbols.Words(super);
        if (!isObject && SymbolEqualityComparer.Default.Equals(super, type.BaseType)
            && !super.InstanceConstructors.Any(c => c.Parameters.All(static p => p.IsOptional || p.IsParams) && compilation.IsSymbolAccessibleWithin(c, type)))
        {
            problems.Add(new ClassProblem(ClassProblemKind.BaseConstructor, name, "", place));
        }

        foreach (var member in isObject ? [] : super.GetMembers().Where(m => !Symbols.IsEmitted(m) && compilation.IsSymbolAccessibleWithin(m, type)))
        {
            if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
            {
                problems.Add(new ClassProblem(ClassProblemKind.Required, member.Name, name, place));
            }

            if (emitted[member.Name].Any(e => Clashes(member, e)))
            {
                problems.Add(new ClassProblem(ClassProblemKind.InheritedName, member.Name, name, place));
            }
        }

        foreach (var layer in layers.Where(static l => !IsMeant(l)))
        {
            if (super.GetMembers(layer.Name).Any(m => m is not IMethodSymbol { MethodKind: MethodKind.Destructor } && compilation.IsSymbolAccessibleWithin(m, type)))
            {
                problems.Add(new ClassProblem(ClassProblemKind.HidingLayer, layer.Name, name, layer.Place));
            }
        }
    }

    private static bool IsMeant(MemberDefinition layer) => layer.Modifiers.Split(' ').Any(static m => m is "new" or "override");
}

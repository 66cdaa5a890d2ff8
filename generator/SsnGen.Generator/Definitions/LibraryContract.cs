using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SsnGen.Inference;

namespace SsnGen.Generator.Definitions;

/// <summary>A library of SsnGen that a project references.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Number">The contract that it serves; null where it knows of none.</param>
internal sealed record LibraryContract(string Name, string Version, int? Number)
{
    private const string Attribute = "SsnGen.Inference.ContractAttribute";

    private static readonly string _contract = typeof(Contract).FullName!;

    /// <summary>Whether emitted code can run on it.</summary>
    public bool IsServed => Number == Contract.Number;

    /// <summary>SsnGen, which says its contract itself, and those of the libraries beside it that are there, which say it of themselves.</summary>
    /// <param name="compilation">The project.</param>
    /// <param name="markers">A type of each of those libraries.</param>
    public static EquatableArray<LibraryContract> Of(Compilation compilation, params string[] markers)
    {
        var libraries = new List<LibraryContract>();
        if (compilation.GetTypeByMetadataName(DefinitionReader.ModelAttribute)?.ContainingAssembly is { } runtime)
        {
            libraries.Add(Of(runtime, Constant(compilation)));
        }

        foreach (var marker in markers)
        {
            // What the project declares itself comes with it.
            if (compilation.GetTypeByMetadataName(marker)?.ContainingAssembly is { } library && !SymbolEqualityComparer.Default.Equals(library, compilation.Assembly))
            {
                libraries.Add(Of(library, Said(library)));
            }
        }

        return EquatableArray.From(libraries);
    }

    private static LibraryContract Of(IAssemblySymbol library, int? number) => new(library.Identity.Name, library.Identity.Version.ToString(3), number);

    private static int? Constant(Compilation compilation) => compilation.GetTypeByMetadataName(_contract)?.GetMembers(nameof(Contract.Number))
        .OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue as int?;

    private static int? Said(IAssemblySymbol library) => library.GetAttributes()
        .FirstOrDefault(static a => a.AttributeClass?.ToDisplayString() == Attribute)?.ConstructorArguments.FirstOrDefault().Value as int?;
}

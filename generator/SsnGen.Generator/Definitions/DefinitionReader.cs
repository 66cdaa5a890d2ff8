using System.Threading;
using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Definitions;

/// <summary>Reads attributed classes as definitions. This folder's readers are the only ones who know symbols.</summary>
internal static class DefinitionReader
{
    public const string ModelAttribute = "SsnGen." + nameof(SsnModelAttribute);
    public const string BlockAttribute = "SsnGen." + nameof(SsnBlockAttribute);
    public const string SelectedAttribute = "SsnGen." + nameof(SelectedAttribute);

    private static readonly SsnModelAttribute _default = new();

    /// <summary>Reads a class with <c>[SsnModel]</c>, and every block that it reaches.</summary>
    public static ModelDefinition ReadModel(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var attribute = Symbols.Attribute(type, ModelAttribute)!;
        var model = new AttributeArguments(attribute);
        var selected = type.GetAttributes().Where(static a => Symbols.IsNamed(a.AttributeClass, SelectedAttribute)).ToArray();
        var collector = new BlockCollector(compilation).Collect(type, cancellation);
        var blocks = collector.Read(cancellation);
        var definition = ClassReader.Read(type, attribute, compilation, cancellation, blocks);
        return new ModelDefinition(
            collector.Resolve(definition),
            SampleDefinition.Read(model),
            (Backend)model.Named(nameof(_default.Backend), (int)_default.Backend),
            model.Named(nameof(_default.HalfStorage), _default.HalfStorage),
            model.Named(nameof(_default.Kernels), _default.Kernels),
            model.IsReadable && selected.Concat(SizeDefinition.Attributes(type)).All(static a => new AttributeArguments(a).IsReadable),
            model.Place,
            blocks,
            EquatableArray.From(selected.Select(Selected)),
            EquatableArray.From(SizeDefinition.Of(type)));
    }

    /// <summary>Reads a class with <c>[SsnBlock]</c>.</summary>
    public static BlockDefinition ReadBlock(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        new BlockCollector(compilation).Collect(type, cancellation).Read(type, cancellation);

    /// <summary>Reads a class that has layers but says neither that it is a model nor that it is a block.</summary>
    public static ClassDefinition ReadUnmarked(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        ClassReader.Read(type, null, compilation, cancellation);

    private static SelectedDefinition Selected(AttributeData attribute)
    {
        var a = new AttributeArguments(attribute);
        return new SelectedDefinition(a.At(0, ""), (Normalizer)a.At(1, 0), (Normalizer)a.At(2, 0), a.Place);
    }
}

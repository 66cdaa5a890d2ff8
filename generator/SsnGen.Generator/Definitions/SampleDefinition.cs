using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Definitions;

/// <summary>What an attribute says of the samples of an input; null for what it does not say.</summary>
internal sealed record SampleDefinition(int Channels, int? Length, int? Depth, int? Height, int? Width)
{
    private static readonly SsnModelAttribute _default = new();

    /// <summary>Reads an attribute.</summary>
    public static SampleDefinition Read(AttributeArguments attribute) => new(
        attribute.Named(nameof(_default.Channels), _default.Channels),
        attribute.NamedOrNull<int>(nameof(_default.Length)),
        attribute.NamedOrNull<int>(nameof(_default.Depth)),
        attribute.NamedOrNull<int>(nameof(_default.Height)),
        attribute.NamedOrNull<int>(nameof(_default.Width)))
    {
        PixelMean = attribute.NumbersOrNull(nameof(_default.PixelMean)),
        PixelScale = attribute.NumbersOrNull(nameof(_default.PixelScale)),
    };

    /// <summary>What is subtracted from the pixels of each channel, or of all.</summary>
    public EquatableArray<float>? PixelMean { get; init; }

    /// <summary>What they are multiplied by then.</summary>
    public EquatableArray<float>? PixelScale { get; init; }

    /// <summary>Whether it says how 8-bit pixels become values.</summary>
    public bool HasPixels => PixelMean is not null || PixelScale is not null;

    /// <summary>What a model says of its first input.</summary>
    public static SampleDefinition? Of(INamedTypeSymbol type) => Symbols.Attribute(type, DefinitionReader.ModelAttribute) is { } attribute ? Read(new AttributeArguments(attribute)) : null;

    /// <summary>The size of its pictures in words, such as <c>64x64</c>.</summary>
    public string Size => $"{Text.Literal.Of(Height ?? 1)}x{Text.Literal.Of(Width ?? 1)}";

    /// <summary>The shape of a sample.</summary>
    public Shape Shape => Length is { } length ? new(Channels, length) : Depth is { } depth ? new(Channels, depth, Height ?? 1, Width ?? 1) : new(Channels, Height ?? 1, Width ?? 1);
}

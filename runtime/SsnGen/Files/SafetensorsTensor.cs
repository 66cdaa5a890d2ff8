using System.Collections.Immutable;

namespace SsnGen.Files;

/// <summary>One tensor of a safetensors file: where it is and how to read it.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(string name, SafetensorsType type, string typeName, ImmutableArray<int> shape, long start, int byteCount)
    {
        Name = name;
        Type = type;
        TypeName = typeName;
        Shape = shape;
        Start = start;
        ByteCount = byteCount;
    }

    /// <summary>The name of the tensor.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The type of its elements as the file names it, such as <c>F32</c>; for <see cref="SafetensorsType.Other"/> all that is known of it.</summary>
    public string TypeName { get; }

    /// <summary>Its shape, row-major; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>How many bytes it has.</summary>
    public int ByteCount { get; }

    /// <summary>How many elements it has; 0 where the type is <see cref="SafetensorsType.Other"/>, which cannot be read.</summary>
    public int Length => Type == SafetensorsType.Other ? 0 : ByteCount / SafetensorsTypes.Size(Type);

    /// <summary>Its first byte, counted from the end of the header.</summary>
    internal long Start { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {TypeName} {ShapeText.Of(Shape.AsSpan())}";
}

using System.Collections.Immutable;
using SsnGen.Files;

namespace SsnGen.Tool.Tensors;

/// <summary>A tensor of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as safetensors calls it: <c>F32</c>, <c>I64</c>.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record TensorEntry(string Name, string Type, ImmutableArray<int> Shape)
{
    /// <summary>The part of the file that it stands in, such as <c>state_dict</c> of a checkpoint of PyTorch; empty where the file has no parts.</summary>
    public string Container { get; init; } = "";

    /// <summary>Its name within its part.</summary>
    public string Key => Container.Length == 0 ? Name : Name[(Container.Length + 1)..];

    /// <summary>The type of its elements; <see cref="SafetensorsType.Other"/> where they cannot be read.</summary>
    public SafetensorsType Element => SafetensorsTypes.Parse(Type);

    /// <summary>Whether its elements are floating-point numbers that can be read.</summary>
    public bool IsFloat => SafetensorsValues.IsFloat(Element);

    /// <summary>Bytes of its values; 0 where the type is not known, whose shape may then be anything.</summary>
    public long Bytes => Element == SafetensorsType.Other ? 0 : SafetensorsTypes.ByteCount(Element, Shape.AsSpan());

    /// <summary>How many values it has; 0 where the type is not known.</summary>
    public long Length => Element == SafetensorsType.Other ? 0 : Bytes / SafetensorsTypes.Size(Element);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type} {ShapeText.Of(Shape.AsSpan())}";
}

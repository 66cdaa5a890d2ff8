using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Definitions;

/// <summary>Typed access to the arguments of one attribute; what is missing or does not compile reads as the default.</summary>
internal readonly struct AttributeArguments(AttributeData data)
{
    /// <summary>Where the attribute stands.</summary>
    public Place Place => Place.Of(data.ApplicationSyntaxReference);

    /// <summary>The constructor's argument at a position.</summary>
    public T At<T>(int position, T missing) =>
        position < data.ConstructorArguments.Length ? Value(data.ConstructorArguments[position], missing) : missing;

    /// <summary>A property that the attribute sets.</summary>
    public T Named<T>(string name, T missing)
    {
        foreach (var pair in data.NamedArguments)
        {
            if (pair.Key == name)
            {
                return Value(pair.Value, missing);
            }
        }

        return missing;
    }

    /// <summary>A Boolean property, or null where the attribute does not set it.</summary>
    public bool? NamedOrNull(string name) =>
        data.NamedArguments.Any(p => p.Key == name) ? Named(name, false) : null;

    /// <summary>The normalizers given as the constructor's arguments.</summary>
    public EquatableArray<Normalizer> Normalizers()
    {
        if (data.ConstructorArguments.Length == 0 || data.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array, IsNull: false } array)
        {
            return default;
        }

        return EquatableArray.From(array.Values.Select(static v => (Normalizer)Value(v, 0)));
    }

    private static T Value<T>(TypedConstant constant, T missing) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum && constant.Value is T value ? value : missing;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>Typed access to the arguments of one attribute; what is missing reads as the default.</summary>
internal readonly struct AttributeArguments(AttributeData data)
{
    /// <summary>Where the attribute stands.</summary>
    public Place Place => Place.Of(data.ApplicationSyntaxReference);

    /// <summary>
    /// Whether the attribute compiles. Where it does not, the compiler says what is wrong, and its arguments mean nothing.
    /// </summary>
    public bool IsReadable
    {
        get
        {
            if (data.AttributeConstructor is null
                || data.ConstructorArguments.Any(IsError)
                || data.NamedArguments.Any(static a => IsError(a.Value)))
            {
                return false;
            }

            // A property that does not exist is left out of what the compiler hands over.
            return data.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList: { } list }
                || list.Arguments.Count(static a => a.NameEquals is not null) == data.NamedArguments.Length;
        }
    }

    /// <summary>The constructor's argument at a position.</summary>
    public T At<T>(int position, T missing) =>
        position < data.ConstructorArguments.Length ? Value(data.ConstructorArguments[position], missing) : missing;

    /// <summary>A property that the attribute sets.</summary>
    public T Named<T>(string name, T missing) => Given(name) is { } given ? Value(given, missing) : missing;

    /// <summary>A property, or null where the attribute does not set it.</summary>
    public T? NamedOrNull<T>(string name)
        where T : struct =>
        Given(name) is { } given ? Value(given, default(T)) : null;

    /// <summary>A list of numbers, or null where the attribute does not set it.</summary>
    public EquatableArray<float>? NumbersOrNull(string name) =>
        Given(name) is not { } given ? null
        : given is { Kind: TypedConstantKind.Array, IsNull: false } ? EquatableArray.From(given.Values.Select(static v => Value(v, 0f))) : default(EquatableArray<float>);

    /// <summary>All that it is given, by the names of its properties: arguments of the constructor are called as these are.</summary>
    public AttributeValues Values()
    {
        var items = new List<AttributeValue>();
        var parameters = data.AttributeConstructor?.Parameters ?? default;
        for (var i = 0; !parameters.IsDefault && i < Math.Min(parameters.Length, data.ConstructorArguments.Length); i++)
        {
            var name = parameters[i].Name;
            Add(char.ToUpperInvariant(name[0]) + name.Substring(1), data.ConstructorArguments[i]);
        }

        foreach (var pair in data.NamedArguments)
        {
            Add(pair.Key, pair.Value);
        }

        return new AttributeValues(EquatableArray.From(items));

        void Add(string name, TypedConstant constant)
        {
            if (constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum && constant.Value is { } value)
            {
                items.Add(new AttributeValue(name, value as int?, value as float?, value as bool?, value as string, Integers: null));
            }
            else if (constant is { Kind: TypedConstantKind.Array, IsNull: false })
            {
                items.Add(new AttributeValue(name, null, null, null, null, EquatableArray.From(constant.Values.Select(static v => v.Value).OfType<int>())));
            }
        }
    }

    /// <summary>The normalizers given as the constructor's arguments.</summary>
    public EquatableArray<Normalizer> Normalizers()
    {
        if (data.ConstructorArguments.Length == 0 || data.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array, IsNull: false } array)
        {
            return default;
        }

        return EquatableArray.From(array.Values.Select(static v => (Normalizer)Value(v, 0)));
    }

    /// <summary>The names given as the constructor's arguments, each with its place where it has one of its own.</summary>
    public EquatableArray<SourceName> Sources()
    {
        if (data.ConstructorArguments.Length == 0 || data.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array, IsNull: false } array)
        {
            return default;
        }

        var written = (data.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments;
        var places = written is { } arguments && arguments.Count == array.Values.Length ? arguments.Select(static s => Place.Of(s.Expression.GetLocation())).ToArray() : null;
        var whole = Place;
        return EquatableArray.From(array.Values.Select((v, i) => new SourceName(Value(v, ""), places?[i] ?? whole)));
    }

    private TypedConstant? Given(string name)
    {
        foreach (var pair in data.NamedArguments)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return null;
    }

    private static bool IsError(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Error || (constant.Kind == TypedConstantKind.Array && !constant.IsNull && constant.Values.Any(IsError));

    private static T Value<T>(TypedConstant constant, T missing) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum && constant.Value is T value ? value : missing;
}

namespace SsnGen.Generator.Definitions;

/// <summary>What an attribute is given, as data: the names of its properties and their values. What they mean is for planning to say.</summary>
internal readonly record struct AttributeValues(EquatableArray<AttributeValue> Items)
{
    /// <summary>An integer, or its default where the attribute does not set it.</summary>
    public int Of(string name, int missing) => Find(name)?.Integer ?? missing;

    /// <summary>A number, or its default where the attribute does not set it.</summary>
    public float Of(string name, float missing) => Find(name)?.Single ?? missing;

    /// <summary>A truth value, or its default where the attribute does not set it.</summary>
    public bool Of(string name, bool missing) => Find(name)?.Flag ?? missing;

    /// <summary>A truth value, or null where the attribute does not set it.</summary>
    public bool? FlagOrNull(string name) => Find(name)?.Flag;

    /// <summary>A list of integers, or null where the attribute does not set it.</summary>
    public EquatableArray<int>? ListOrNull(string name) => Find(name)?.Integers;

    /// <summary>A text, or null where the attribute does not set it.</summary>
    public string? TextOrNull(string name) => Find(name)?.Text;

    /// <summary>Whether the attribute sets a property.</summary>
    public bool Sets(string name) => Find(name) is not null;

    private AttributeValue? Find(string name)
    {
        foreach (var item in Items)
        {
            if (item.Name == name)
            {
                return item;
            }
        }

        return null;
    }
}

/// <summary>One property of an attribute: an integer (or a value of an enumeration), a number, a truth value, a text or a list of integers.</summary>
internal readonly record struct AttributeValue(string Name, int? Integer, float? Single, bool? Flag, string? Text, EquatableArray<int>? Integers);

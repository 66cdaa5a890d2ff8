namespace SsnGen.Tool.Pickles;

/// <summary>A function or a class that a pickle names. It is a name here, and nothing is ever called.</summary>
/// <param name="Module">Its module.</param>
/// <param name="Name">Its name.</param>
internal sealed record PickleGlobal(string Module, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>What a pickle would have made by calling something: what it would have called, with which arguments, and what it would have put into it.</summary>
/// <param name="callee">What it would have called.</param>
/// <param name="arguments">The arguments.</param>
internal sealed class PickleObject(object? callee, object?[] arguments)
{
    /// <summary>What it would have called: a <see cref="PickleGlobal"/>, if the pickle makes sense.</summary>
    public object? Callee { get; } = callee;

    /// <summary>The arguments.</summary>
    public object?[] Arguments { get; } = arguments;

    /// <summary>Its state: of most objects a <see cref="PickleDict"/> of their fields.</summary>
    public object? State { get; set; }

    /// <summary>What it contains, if it is a kind of dictionary; null where nothing was put into it.</summary>
    public PickleDict? Entries { get; set; }

    /// <summary>What it contains, if it is a kind of list; null where nothing was put into it.</summary>
    public List<object?>? Items { get; set; }
}

/// <summary>A dictionary, in the order in which it was filled. Keys may stand in it several times.</summary>
internal sealed class PickleDict
{
    private List<KeyValuePair<object?, object?>>? _items;
    private Dictionary<string, object?>? _byText;

    /// <summary>Its entries.</summary>
    public IReadOnlyList<KeyValuePair<object?, object?>> Items => _items ?? (IReadOnlyList<KeyValuePair<object?, object?>>)[];

    /// <summary>Adds an entry.</summary>
    public void Add(object? key, object? value)
    {
        (_items ??= []).Add(new(key, value));
        _byText = null;
    }

    /// <summary>The last value of a key, or null.</summary>
    public object? this[string key]
    {
        get
        {
            if (_byText is null)
            {
                _byText = new(StringComparer.Ordinal);
                foreach (var item in Items)
                {
                    if (item.Key is string text)
                    {
                        _byText[text] = item.Value;
                    }
                }
            }

            return _byText.GetValueOrDefault(key);
        }
    }
}

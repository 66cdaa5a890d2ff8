using System.Globalization;
using SsnGen.Files;
using SsnGen.Tool.Pickles;

namespace SsnGen.Tool.Tensors;

/// <summary>Finds the tensors in what a PyTorch file holds, and what its outermost dictionary says beside.</summary>
internal sealed class TorchTree
{
    // A file of 100,000 tensors has several values for each; what is reached in many ways ends here.
    private const int MaximumVisits = 2_000_000;
    private const int MaximumDepth = 64;
    private const int LongestKey = 1000;

    // Names of all that is visited; those of 100,000 tensors have 10 million.
    private const long MaximumCharacters = 50_000_000;
    private const string Buffers = "_buffers";
    private readonly Dictionary<string, TorchTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<TensorEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    // What is being visited, outermost to innermost.
    private readonly HashSet<object> _path = new(ReferenceEqualityComparer.Instance);
    private int _visits;
    private long _characters;

    /// <summary>Walks through a file's object.</summary>
    /// <exception cref="FormatException">It is nested too deeply, too large, or has a name twice.</exception>
    public TorchTree(object? root)
    {
        foreach (var (key, value) in (root as PickleDict)?.Items ?? [])
        {
            if (Word(key) is { } name && (Word(value) ?? Callee(value)) is { } text)
            {
                _metadata[name] = text;
            }
        }

        Visit(root, "", "", 0);
    }

    /// <summary>The tensors by their names.</summary>
    public IReadOnlyDictionary<string, TorchTensor> Tensors => _tensors;

    /// <summary>The tensors in the file's order.</summary>
    public IReadOnlyList<TensorEntry> Entries => _entries;

    /// <summary>Numbers and texts of the outermost dictionary.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    private void Visit(object? value, string container, string name, int depth)
    {
        Count(depth);
        if (value is TorchTensor tensor)
        {
            Add(tensor, container, name);
        }
        else if (value is not null && _path.Add(value))
        {
            // What is being visited already is passed over: nodes of a tree refer to their parents.
            VisitInside(value, container, name, depth);
            _path.Remove(value);
        }
    }

    private void VisitInside(object value, string container, string name, int depth)
    {
        switch (value)
        {
            case PickleDict dictionary:
                VisitItems(dictionary, name, depth);
                break;
            case object?[] tuple:
                VisitAll(tuple, name, depth);
                break;
            case List<object?> list:
                VisitAll(list, name, depth);
                break;
            case PickleObject { State: PickleDict state } when IsModule(state):
                VisitModule(state, name, name, depth);
                break;
            case PickleObject other:
                foreach (var part in ((object?[])[other.State, other.Entries, other.Items, other.Arguments]).Where(MayHoldTensors))
                {
                    Visit(part, container, name, depth + 1);
                }

                break;
        }
    }

    // What a dictionary holds belongs to it; its names may have dots in them.
    private void VisitItems(PickleDict dictionary, string name, int depth)
    {
        for (var i = 0; i < dictionary.Items.Count; i++)
        {
            Count(depth);
            var (key, value) = dictionary.Items[i];
            if (MayHoldTensors(value))
            {
                // A key without a name, such as a tuple, has a number.
                Visit(value, name, Joined(name, Word(key) ?? key as string ?? string.Create(CultureInfo.InvariantCulture, $"({i})")), depth + 1);
            }
        }
    }

    private void VisitAll(IReadOnlyList<object?> values, string name, int depth)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Count(depth);
            if (MayHoldTensors(values[i]))
            {
                Visit(values[i], name, Joined(name, i.ToString(CultureInfo.InvariantCulture)), depth + 1);
            }
        }
    }

    // A module saved as a whole has the names that its state_dict would have, those of its own modules included.
    private void VisitModule(PickleDict state, string container, string name, int depth)
    {
        var notSaved = NotSaved(state, depth);
        foreach (var part in (string[])["_parameters", Buffers, "_modules"])
        {
            foreach (var (key, value) in (state[part] as PickleDict)?.Items ?? [])
            {
                Count(depth);
                if (Word(key) is not { } word || !MayHoldTensors(value) || (part == Buffers && notSaved.Contains(word)))
                {
                    continue;
                }

                if (value is PickleObject { State: PickleDict inner } && IsModule(inner))
                {
                    if (_path.Add(value))
                    {
                        VisitModule(inner, container, Joined(name, word), depth + 1);
                        _path.Remove(value);
                    }
                }
                else
                {
                    Visit(value, container, Joined(name, word), depth + 1);
                }
            }
        }
    }

    // Buffers that a state_dict leaves out.
    private HashSet<string> NotSaved(PickleDict state, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in state["_non_persistent_buffers_set"] as List<object?> ?? [])
        {
            Count(depth);
            if (name is string text)
            {
                names.Add(text);
            }
        }

        return names;
    }

    private static bool MayHoldTensors(object? value) => value is TorchTensor or PickleDict or PickleObject or List<object?> or object?[];

    private static bool IsModule(PickleDict state) => state["_parameters"] is PickleDict && state["_modules"] is PickleDict;

    private void Count(int depth)
    {
        if (depth > MaximumDepth || ++_visits > MaximumVisits)
        {
            throw new FormatException(depth > MaximumDepth ? $"it is nested more than {MaximumDepth} deep" : $"it has more than {MaximumVisits} values");
        }
    }

    private void Add(TorchTensor tensor, string container, string name)
    {
        if (_entries.Count >= SafetensorsHeader.MaximumEntries)
        {
            throw new FormatException($"it has more than {SafetensorsHeader.MaximumEntries} tensors");
        }

        if (!_tensors.TryAdd(name, tensor))
        {
            // A dictionary may have its items as attributes too.
            if (ReferenceEquals(_tensors[name], tensor))
            {
                return;
            }

            throw new FormatException($"it has two tensors '{WeightsException.Shortened(name)}'");
        }

        _entries.Add(new TensorEntry(name, tensor.Type.Name, tensor.Shape) { Container = container });
    }

    private string Joined(string container, string name)
    {
        if (name.Length > LongestKey || container.Length > SafetensorsHeader.MaximumName)
        {
            throw new FormatException($"a key has more than {LongestKey} characters, or all keys to a value more than {SafetensorsHeader.MaximumName}");
        }

        Pay(container.Length + name.Length);
        return container.Length == 0 ? name : $"{container}.{name}";
    }

    private void Pay(int characters)
    {
        _characters += characters;
        if (_characters > MaximumCharacters)
        {
            throw new FormatException($"the names in it have more than {MaximumCharacters} characters");
        }
    }

    private static string? Word(object? value) => value switch
    {
        string text => text.Length <= SafetensorsHeader.MaximumName ? text : null,
        bool truth => truth ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    private string? Callee(object? value)
    {
        if (value is not PickleObject { Callee: PickleGlobal callee })
        {
            return null;
        }

        Pay(callee.Module.Length + callee.Name.Length);
        return $"({callee})";
    }
}

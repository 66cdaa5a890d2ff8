using System.Globalization;
using SsnGen.Files;
using SsnGen.Tool.Pickles;

namespace SsnGen.Tool.Tensors;

/// <summary>Finds the tensors in what a PyTorch file holds, and what its outermost dictionary says beside.</summary>
internal sealed class TorchTree
{
    // A file of 100,000 tensors has several values for each; what refers to itself ends here.
    private const int MaximumVisits = 2_000_000;
    private const int MaximumDepth = 64;
    private const int LongestKey = 1000;
    private readonly Dictionary<string, TorchTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<TensorEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private int _visits;

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
        switch (value)
        {
            case TorchTensor tensor:
                Add(tensor, container, name);
                break;
            case PickleDict dictionary:
                VisitItems(dictionary, container, name, depth);
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
                Visit(other.State, name, name, depth + 1);
                Visit(other.Entries, name, name, depth + 1);
                break;
        }
    }

    // What a dictionary holds belongs to it; its names may have dots in them.
    private void VisitItems(PickleDict dictionary, string container, string name, int depth)
    {
        foreach (var (key, value) in dictionary.Items)
        {
            Count(depth);
            if (Word(key) is { } word && MayHoldTensors(value))
            {
                Visit(value, name, Joined(name, word), depth + 1);
            }
        }
    }

    private void VisitAll(IReadOnlyList<object?> values, string name, int depth)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Visit(values[i], name, Joined(name, i.ToString(CultureInfo.InvariantCulture)), depth + 1);
        }
    }

    // A module saved as a whole has the names that its state_dict would have, those of its own modules included.
    private void VisitModule(PickleDict state, string container, string name, int depth)
    {
        foreach (var part in (string[])["_parameters", "_buffers", "_modules"])
        {
            foreach (var (key, value) in (state[part] as PickleDict)?.Items ?? [])
            {
                Count(depth);
                if (Word(key) is not { } word || !MayHoldTensors(value))
                {
                    continue;
                }

                if (value is PickleObject { State: PickleDict inner } && IsModule(inner))
                {
                    VisitModule(inner, container, Joined(name, word), depth + 1);
                }
                else
                {
                    Visit(value, container, Joined(name, word), depth + 1);
                }
            }
        }
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
            throw new FormatException($"it has two tensors '{WeightsException.Shortened(name)}'");
        }

        _entries.Add(new TensorEntry(name, tensor.Type.Name, tensor.Shape) { Container = container });
    }

    private static string Joined(string container, string name) => name.Length > LongestKey || container.Length > SafetensorsHeader.MaximumName
        ? throw new FormatException($"a key has more than {LongestKey} characters, or all keys to a value more than {SafetensorsHeader.MaximumName}")
        : container.Length == 0 ? name : $"{container}.{name}";

    private static string? Word(object? value) => value switch
    {
        string text => text.Length <= SafetensorsHeader.MaximumName ? text : null,
        bool truth => truth ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Callee(object? value) => value is PickleObject { Callee: PickleGlobal callee } ? $"({callee})" : null;
}

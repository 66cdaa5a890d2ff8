using System.Text;

namespace SsnGen.Tool.Pickles;

/// <summary>What the reader of a pickle asks about what is not in the pickle itself. This one knows the few functions of Python that data are made of.</summary>
internal class PickleHost
{
    /// <summary>What stands behind a persistent id: a storage of a PyTorch file.</summary>
    /// <param name="id">The id.</param>
    /// <exception cref="FormatException">There is nothing.</exception>
    public virtual object? Persistent(object? id) => throw new FormatException("it refers to something outside of it by a persistent id");

    /// <summary>What a call returns; an inert <see cref="PickleObject"/> for every function that is not known.</summary>
    /// <param name="function">The function or class.</param>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="FormatException">The arguments make no sense.</exception>
    public virtual object? Call(PickleGlobal function, object?[] arguments) => (function.Module, function.Name) switch
    {
        ("collections", "OrderedDict") => Ordered(arguments),
        ("builtins" or "__builtin__", "set" or "frozenset") when arguments is [List<object?> items] => items,
        ("_codecs", "encode") when arguments is [string text, "latin1"] => Latin1(text),
        ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => NumpyScalar(arguments) ?? new PickleObject(function, arguments),
        _ => new PickleObject(function, arguments),
    };

    // Python 2 pickled an OrderedDict with a list of its pairs.
    private static PickleDict Ordered(object?[] arguments)
    {
        var dictionary = new PickleDict();
        foreach (var pair in arguments is [List<object?> pairs] ? pairs : [])
        {
            var (key, value) = pair switch
            {
                List<object?> { Count: 2 } list => (list[0], list[1]),
                object?[] { Length: 2 } tuple => (tuple[0], tuple[1]),
                _ => throw new FormatException("an OrderedDict is made of something else than pairs"),
            };
            dictionary.Add(key, value);
        }

        return dictionary;
    }

    private static byte[] Latin1(string text) => text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF')
        ? throw new FormatException("a text is said to be Latin-1, and is not")
        : Encoding.Latin1.GetBytes(text);

    /// <summary>A float or an integer of numpy, as best results are saved; null for everything else that numpy makes.</summary>
    private static object? NumpyScalar(object?[] arguments)
    {
        if (arguments is not [PickleObject { Arguments: [string type, ..] }, var data])
        {
            return null;
        }

        var bytes = data as byte[] ?? (data is string text && text.Length <= sizeof(long) ? Latin1(text) : null);
        return (type, bytes?.Length) switch
        {
            ("f8", 8) => BitConverter.ToDouble(bytes!),
            ("f4", 4) => (double)BitConverter.ToSingle(bytes!),
            ("i8", 8) => BitConverter.ToInt64(bytes!),
            ("i4", 4) => (long)BitConverter.ToInt32(bytes!),
            _ => null,
        };
    }
}

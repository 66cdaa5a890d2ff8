using System.Text;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Planning;

/// <summary>
/// Names under which the compiler knows emitted files, such as <c>Samples.DigitsNet.Kernels.g.cs</c>. It compares them without
/// regard to case, and classes are different by case alone, so that a name depends on which other classes there are.
/// </summary>
/// <param name="Names">The keys of classes, and the beginnings of their files' names.</param>
internal sealed record HintNames(EquatableArray<(string Key, string Hint)> Names)
{
    /// <summary>The files of one class, but for those that begin with a digit, as no class does: of sizes of pictures.</summary>
    public static readonly string[] Parts = ["", "Kernels", "Inference", "Module", "Onnx", "GpuKernels", "GpuHalfKernels", "GpuNetwork"];

    // File systems allow 255 bytes.
    private const int MostCharacters = 160;

    /// <summary>Gives each class its name, whatever the order in which they come.</summary>
    /// <param name="keys">The keys of the classes, which begin with their full names.</param>
    public static HintNames Of(IEnumerable<string> keys)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<(string, string)>();
        foreach (var key in keys.Distinct().OrderBy(static n => n, StringComparer.Ordinal))
        {
            var usual = Usual(key);
            var hint = usual;
            for (var i = 2; Parts.Any(p => taken.Contains(File(hint, p))); i++)
            {
                hint = usual + "-" + Literal.Of(i);
            }

            taken.UnionWith(Parts.Select(p => File(hint, p)));
            names.Add((key, hint));
        }

        return new HintNames(EquatableArray.From(names));
    }

    /// <summary>The beginning of the names of one class's files.</summary>
    public string Of(ClassDefinition type) => Names.First(n => n.Key == type.Key).Hint;

    /// <summary>The name of one file.</summary>
    public static string File(string hint, string part) => hint + (part.Length == 0 ? "" : "." + part) + ".g.cs";

    private static string Usual(string key)
    {
        var name = new StringBuilder();
        foreach (var c in key.Substring(0, key.IndexOf(" partial ", StringComparison.Ordinal)).Replace("global::", ""))
        {
            _ = c switch
            {
                '@' => name,
                '<' => name.Append('{'),
                '>' => name.Append('}'),
                _ => name.Append(char.IsLetterOrDigit(c) || c is '.' or ',' or ' ' ? c : '_'),
            };
        }

        return name.Length <= MostCharacters ? name.ToString() : name.ToString(0, MostCharacters) + "-" + Fingerprint(key);
    }

    // FNV-1a, which is the same on every machine.
    private static string Fingerprint(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}

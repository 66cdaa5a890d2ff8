using System.Text;

namespace SsnGen.Generator.Emission;

/// <summary>
/// Names under which the compiler knows emitted files, such as <c>Samples.DigitsNet.Kernels.g.cs</c>. It compares them without
/// regard to case, and classes are different by case alone, so that a name depends on which other classes there are.
/// </summary>
/// <param name="Names">The full names of classes, and the beginnings of their files' names.</param>
internal sealed record HintNames(EquatableArray<(string FullName, string Hint)> Names)
{
    /// <summary>The files of one class.</summary>
    public static readonly string[] Parts = ["", "Kernels", "Inference", "Module", "Onnx", "GpuKernels", "GpuHalfKernels", "GpuNetwork"];

    // File systems allow 255 bytes.
    private const int MostCharacters = 160;

    /// <summary>Gives each class its name, whatever the order in which they come.</summary>
    /// <param name="fullNames">Full names as code writes them, with <c>global::</c>.</param>
    public static HintNames Of(IEnumerable<string> fullNames)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<(string, string)>();
        foreach (var fullName in fullNames.Distinct().OrderBy(static n => n, StringComparer.Ordinal))
        {
            var usual = Usual(fullName);
            var hint = usual;
            for (var i = 2; Parts.Any(p => taken.Contains(File(hint, p))); i++)
            {
                hint = usual + "-" + Literal.Of(i);
            }

            taken.UnionWith(Parts.Select(p => File(hint, p)));
            names.Add((fullName, hint));
        }

        return new HintNames(EquatableArray.From(names));
    }

    /// <summary>The beginning of the names of one class's files.</summary>
    public string Of(string fullName) => Names.First(n => n.FullName == fullName).Hint;

    /// <summary>The name of one file.</summary>
    public static string File(string hint, string part) => hint + (part.Length == 0 ? "" : "." + part) + ".g.cs";

    private static string Usual(string fullName)
    {
        var name = new StringBuilder();
        foreach (var c in fullName.Replace("global::", ""))
        {
            _ = c switch
            {
                '@' => name,
                '<' => name.Append('{'),
                '>' => name.Append('}'),
                _ => name.Append(char.IsLetterOrDigit(c) || c is '.' or ',' or ' ' ? c : '_'),
            };
        }

        return name.Length <= MostCharacters ? name.ToString() : name.ToString(0, MostCharacters) + "-" + Fingerprint(fullName);
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

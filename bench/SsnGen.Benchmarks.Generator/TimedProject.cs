using System.Globalization;
using System.Text.RegularExpressions;

namespace SsnGen.Benchmarks.Generator;

/// <summary>A project to time the generator on: definitions of models, among files of ordinary code.</summary>
public sealed partial class TimedProject
{
    private const int OrdinaryFiles = 20;

    private TimedProject(string name, int models, IEnumerable<(string Path, string Text)> definitions, int ordinaryFiles = OrdinaryFiles)
    {
        Name = name;
        Models = models;
        Files = [.. definitions, ("Usings.cs", OrdinaryCode.Usings), .. Enumerable.Range(0, ordinaryFiles).Select(static i => (OrdinaryCode.Path(i), OrdinaryCode.Text(i)))];
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many models it defines.</summary>
    public int Models { get; }

    /// <summary>Its files; the first defines a model.</summary>
    internal IReadOnlyList<(string Path, string Text)> Files { get; }

    /// <summary>The paths of the files that define models and blocks.</summary>
    internal IEnumerable<string> DefiningFiles => Files.Where(static f => f.Text.Contains("[Ssn", StringComparison.Ordinal)).Select(static f => f.Path);

    /// <summary>The network of the Digits sample with its selection.</summary>
    public static TimedProject Digits() => new("Digits", 1, DigitsFiles);

    /// <summary>ResNet-50 as the sample defines it, without a selection.</summary>
    public static TimedProject ResNet50() => new("ResNet-50", 1, [("ResNet50.cs", Resource("ResNet50.cs"))]);

    /// <summary>The first ResNet-20 of the benchmarks with its selection.</summary>
    /// <returns>The project.</returns>
    public static TimedProject ResNet20()
    {
        // The file defines others behind it.
        var text = Resource("ResNet20.cs");
        var second = text.IndexOf("[SsnModel", text.IndexOf("[SsnModel", StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        return new(
            "ResNet-20",
            1,
            [("ResNet20.cs", text[..text.LastIndexOf("/// <summary>", second, StringComparison.Ordinal)]), ("ResNet20Batch.Selection.cs", Resource("ResNet20Batch.Selection.cs")), ("BasicBlock.cs", Resource("BasicBlock.cs"))]);
    }

    /// <summary>The same definitions without ordinary code beside them.</summary>
    internal TimedProject Alone() => new(Name, Models, Files.Where(f => DefiningFiles.Contains(f.Path) || f.Text.Contains("[Selected", StringComparison.Ordinal)), ordinaryFiles: 0);

    /// <summary>The network of the Digits sample in namespaces of its own, with other channels in each.</summary>
    /// <param name="count">How many of them.</param>
    public static TimedProject Many(int count) => new(
        string.Create(CultureInfo.InvariantCulture, $"{count} models"),
        count,
        Enumerable.Range(0, count).SelectMany(static i => DigitsFiles.Select(f => (Invariant($"Digits{i}/{f.Path}"), Variant(f.Text, i)))));

    /// <summary>The first file with another number of classes, so that its model is another one.</summary>
    /// <param name="edit">Which edit; two that follow each other differ.</param>
    internal (string Path, string Text) ChangedDefinition(int edit)
    {
        var (path, text) = Files[0];
        return (path, Classes().Replace(text, Invariant($"[Linear(${{tens}}{1 + (edit % 9)})]")));
    }

    private static (string Path, string Text)[] DigitsFiles =>
        [("DigitsNet.cs", Resource("DigitsNet.cs")), ("DigitsNet.Selection.cs", Resource("DigitsNet.Selection.cs")), ("BasicBlock.cs", Resource("BasicBlock.cs"))];

    private static string Variant(string text, int i) => text
        .Replace("namespace Digits;", Invariant($"namespace Digits{i};"), StringComparison.Ordinal)
        .Replace("[Conv(16,", Invariant($"[Conv({8 * (1 + (i % 6))},"), StringComparison.Ordinal)
        .Replace("Channels = 16)", Invariant($"Channels = {8 * (1 + (i % 6))})"), StringComparison.Ordinal)
        .Replace("Channels = 32,", Invariant($"Channels = {8 * (2 + (i % 10))},"), StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(TimedProject).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\[Linear\((?<tens>\d+)0\)\]")]
    private static partial Regex Classes();
}

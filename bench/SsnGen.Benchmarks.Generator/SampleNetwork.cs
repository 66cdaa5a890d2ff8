using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SsnGen.Generator;

namespace SsnGen.Benchmarks.Generator;

/// <summary>Compiles a network of samples/Networks in memory: as it is defined, with batch normalization, or with another normalizer in each layer in turn.</summary>
public static partial class SampleNetwork
{
    private static readonly string[] _normalizers = ["InstanceNorm", "LayerNorm", "BatchNorm"];

    /// <summary>Compiles one.</summary>
    /// <param name="name">The class of the network.</param>
    /// <param name="isMixed">Whether a third of its layers each is normalized by instance, layer and batch.</param>
    /// <returns>The compiled class, in an assembly of its own.</returns>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static Type Compile(string name, bool isMixed)
    {
        // One value has no moments of its own: there batch remains.
        var kept = new HashSet<int>();
        while (true)
        {
            var (output, findings) = Generate([Resource(name), Resource("Bottlenecks")], isMixed ? kept : null);
            var single = findings.FirstOrDefault(static f => f.Id == "SSN023");
            if (single is null)
            {
                return Load(output, name);
            }

            var place = (single.AdditionalLocations.Count > 0 ? single.AdditionalLocations[0] : single.Location).SourceSpan.Start;
            if (!kept.Add(place))
            {
                throw new InvalidOperationException($"{name} does not compile: {single}");
            }
        }
    }

    private static (Compilation Output, IEnumerable<Diagnostic> Findings) Generate(string[] texts, HashSet<int>? kept)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = texts.Select((text, i) => CSharpSyntaxTree.ParseText(kept is null ? text : Mixed(text, i, kept), options, path: Invariant($"File{i}.cs")));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static p => Path.GetFileNameWithoutExtension(p) != typeof(SsnModelGenerator).Assembly.GetName().Name) // it compiles some of the runtime's types itself
            .Select(static p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(
            Invariant($"Network{Guid.NewGuid():N}"),
            trees,
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        var findings = compilation.WithAnalyzers([new SsnModelAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        CSharpGeneratorDriver.Create([new SsnModelGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        return (output, findings);
    }

    // Attributes keep their length, so that places mean the same in each attempt.
    private static string Mixed(string text, int file, HashSet<int> kept)
    {
        var count = file;
        return Normalizer().Replace(text, match =>
        {
            var normalizer = kept.Contains(match.Index) ? "BatchNorm" : _normalizers[count % _normalizers.Length];
            count++;
            return normalizer.PadRight(match.Length);
        });
    }

    private static Type Load(Compilation compilation, string name)
    {
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        if (!result.Success)
        {
            throw new InvalidOperationException($"{name} does not compile: {result.Diagnostics.First(static d => d.Severity == DiagnosticSeverity.Error)}");
        }

        assembly.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(assembly).GetType("Networks." + name, throwOnError: true)!;
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(SampleNetwork).Assembly.GetManifestResourceStream(Invariant($"Networks.{name}.cs"))!);
        return reader.ReadToEnd();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"BatchNorm(\([^)]*\))?")]
    private static partial Regex Normalizer();
}

using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Microsoft.CodeAnalysis;
using SsnGen.Benchmarks.Compare;

namespace SsnGen.Benchmarks.Generator;

/// <summary>Measures what is emitted for a project that references some packages.</summary>
public static class EmissionMeasure
{
    /// <summary>Measures one project, without the ordinary code beside its definitions.</summary>
    /// <param name="project">The project.</param>
    /// <param name="references">The paths of the assemblies that it references, the runtime's first.</param>
    /// <param name="rounds">How often the times are taken.</param>
    /// <returns>What it measured; medians.</returns>
    public static EmissionSizes Of(TimedProject project, IReadOnlyList<string> references, int rounds)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(references);
        var opened = GeneratorTiming.Open(project.Alone(), references);
        var (generator, compile) = (new List<double>(), new List<double>());
        EmissionSizes? sizes = null;
        for (var round = 0; round <= rounds; round++)
        {
            var compilation = opened.OpenAgain().Compilation;
            var watch = Stopwatch.StartNew();
            var driver = GeneratorTiming.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
            var generated = watch.Elapsed.TotalMilliseconds;
            using var assembly = new MemoryStream();
            watch.Restart();
            var result = output.Emit(assembly);
            var compiled = watch.Elapsed.TotalMilliseconds;
            if (!result.Success)
            {
                throw new InvalidOperationException($"{project.Name} has errors: {result.Diagnostics.First(static d => d.Severity == DiagnosticSeverity.Error)}");
            }

            if (round > 0)
            {
                generator.Add(generated);
                compile.Add(compiled);
            }

            sizes ??= Sizes([.. driver.GetRunResult().Results.Single().GeneratedSources.Select(static s => s.SourceText.ToString())], Code(assembly));
        }

        return sizes! with { Generator = Interleaved.Median([.. generator]), Compile = Interleaved.Median([.. compile]) };
    }

    private static EmissionSizes Sizes(string[] texts, int code) =>
        new(texts.Length, texts.Sum(static t => t.AsSpan().Count('\n')), texts.Sum(Encoding.UTF8.GetByteCount), code, 0, 0);

    private static int Code(MemoryStream assembly)
    {
        assembly.Position = 0;
        using var file = new PEReader(assembly, PEStreamOptions.LeaveOpen);
        var metadata = file.GetMetadataReader();
        return metadata.MethodDefinitions
            .Select(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress)
            .Where(static address => address != 0)
            .Sum(address => file.GetMethodBody(address).GetILReader().Length);
    }
}

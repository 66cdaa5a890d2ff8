using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SsnGen.Benchmarks.Compare;
using SsnGen.Generator;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.Benchmarks.Generator;

/// <summary>
/// Times the generator as an editor runs it: one driver, which keeps what it knows from run to run, and a new compilation
/// after each edit. Parsing the edited file is not counted; binding what the generator asks about is.
/// </summary>
public sealed class GeneratorTiming
{
    private readonly TimedProject _project;
    private readonly GeneratorRounds _rounds;
    private readonly EditedProject _edited;

    private GeneratorTiming(TimedProject project, EditedProject edited, GeneratorRounds rounds)
    {
        _project = project;
        _edited = edited;
        _rounds = rounds;
    }

    /// <summary>
    /// Runs compiler and generator until the runtime compiles no more of them: they come as intermediate language, and the first
    /// hundreds of keystrokes take five times as long as those after the second thousand.
    /// </summary>
    /// <param name="runtime">The path of the runtime's assembly, SsnGen.dll.</param>
    public static void WarmUp(string runtime)
    {
        var edited = Open(TimedProject.Digits(), runtime);
        for (var round = 0; round < 40; round++)
        {
            var driver = Driver().RunGenerators(edited.OpenAgain().Compilation);
            edited.ChangeDefinition();
            driver = driver.RunGenerators(edited.Compilation);
            for (var keystroke = 0; keystroke < 60; keystroke++)
            {
                edited.TypeElsewhere();
                driver = driver.RunGenerators(edited.Compilation);
            }
        }
    }

    /// <summary>Measures one project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="runtime">As for <see cref="WarmUp"/>.</param>
    /// <param name="rounds">How often each time is taken.</param>
    /// <returns>What it measured.</returns>
    public static GeneratorTimes Measure(TimedProject project, string runtime, GeneratorRounds rounds)
    {
        ArgumentNullException.ThrowIfNull(project);
        return new GeneratorTiming(project, Open(project, runtime), rounds).Measure();
    }

    internal static EditedProject Open(TimedProject project, params IReadOnlyList<string> references) => new(project, [.. Framework(), .. references.Select(static r => MetadataReference.CreateFromFile(r))]);

    private GeneratorTimes Measure()
    {
        var outputs = Check();
        var (keystroke, bytes, emittedAgain) = Elsewhere(_edited.TypeElsewhere);
        var (declaration, _, emittedAgainThen) = Elsewhere(_edited.DeclareElsewhere);
        var warm = Warm(outputs / _project.Models);
        var cold = Cold();
        return new GeneratorTimes(_project.Name, _project.Models, outputs, cold, warm, keystroke, declaration, bytes, Math.Max(emittedAgain, emittedAgainThen), Analysis());
    }

    // A project with mistakes would be timed for nothing.
    private int Check()
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(_edited.Compilation, out var output, out _);
        var errors = output.GetDeclarationDiagnostics().Concat(Analyze(output).Diagnostics).Where(static d => d.Severity == DiagnosticSeverity.Error).ToArray();
        return errors.Length == 0 ? Texts(driver).Count : throw new InvalidOperationException($"{_project.Name} has errors: {errors[0]}");
    }

    private double Cold() => Median(_rounds.Cold, () =>
    {
        var opened = _edited.OpenAgain();
        return Milliseconds(() => Driver().RunGenerators(opened.Compilation));
    });

    private double Warm(int outputsOfModel)
    {
        var driver = Driver().RunGenerators(_edited.Compilation);
        return Median(_rounds.Warm, () =>
        {
            _edited.ChangeDefinition();
            var before = driver;
            var time = Milliseconds(() => driver = driver.RunGenerators(_edited.Compilation));
            var again = EmittedAgain(before, driver);
            return again > 0 && again <= outputsOfModel ? time : throw new InvalidOperationException($"One definition changed, and {again} files were emitted again.");
        });
    }

    private (double Time, double Bytes, int EmittedAgain) Elsewhere(Action edit)
    {
        var driver = Driver().RunGenerators(_edited.Compilation);
        var allocations = new List<double>();
        var again = 0;
        var time = Median(_rounds.Keystroke, () =>
        {
            edit();
            var before = driver;
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var time = Milliseconds(() => driver = driver.RunGenerators(_edited.Compilation));
            allocations.Add(GC.GetTotalAllocatedBytes(precise: true) - allocated);
            again = Math.Max(again, EmittedAgain(before, driver));
            return time;
        });
        return (time, Interleaved.Median([.. allocations]), again);
    }

    private double Analysis()
    {
        GeneratorDriver driver = Driver();
        return Median(_rounds.Analyzer, () =>
        {
            _edited.TypeElsewhere();
            driver = driver.RunGeneratorsAndUpdateCompilation(_edited.Compilation, out var output, out _);
            return Analyze(output).Milliseconds;
        });
    }

    // As an editor with the definitions open. What is counted is the time inside of the analyzer, as the compiler's own count has it
    // (-reportanalyzer): an analysis as a whole takes a hundred times as long, and varies by more than what is looked for. Nor is
    // the compiler's table of all declarations counted, which whoever asks first for a type waits for.
    private (double Milliseconds, IReadOnlyList<Diagnostic> Diagnostics) Analyze(Compilation compilation)
    {
        compilation.GetTypeByMetadataName("SsnGen.Layer");
        var analyzer = new SsnModelAnalyzer();
        var analysis = compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), static (exception, _, _) => throw exception, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        var diagnostics = new List<Diagnostic>();
        foreach (var path in _project.DefiningFiles)
        {
            var model = compilation.GetSemanticModel(compilation.SyntaxTrees.Single(t => t.FilePath == path));
            diagnostics.AddRange(analysis.GetAnalyzerSemanticDiagnosticsAsync(model, null, CancellationToken.None).GetAwaiter().GetResult());
        }

        var telemetry = analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).GetAwaiter().GetResult();
        return (telemetry.ExecutionTime.TotalMilliseconds, diagnostics);
    }

    internal static CSharpGeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create([new SsnModelGenerator().AsSourceGenerator()], parseOptions: EditedProject.ParseOptions);

    // A text is the same object for as long as its output is not produced again.
    private static int EmittedAgain(GeneratorDriver before, GeneratorDriver after)
    {
        var known = Texts(before);
        return Texts(after).Count(pair => !ReferenceEquals(known.GetValueOrDefault(pair.Key), pair.Value));
    }

    private static Dictionary<string, SourceText> Texts(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(static s => s.HintName, static s => s.SourceText);

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(int rounds, Func<double> time)
    {
        time();
        return Interleaved.Median([.. Enumerable.Range(0, rounds).Select(_ => time())]);
    }

    // The assemblies of the running framework, and none of the program's own.
    private static IEnumerable<MetadataReference> Framework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Select(static path => MetadataReference.CreateFromFile(path));
    }
}

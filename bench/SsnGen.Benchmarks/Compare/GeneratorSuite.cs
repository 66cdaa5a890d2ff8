using System.Globalization;
using SsnGen.Benchmarks.Generator;

namespace SsnGen.Benchmarks.Compare;

/// <summary>
/// What the generator and the analyzer take in an editor, on three projects. There is no peer: a keystroke is held to what nobody
/// notices. The table has columns of its own, which docs/performance.md explains.
/// </summary>
internal static class GeneratorSuite
{
    private static readonly string Runtime = typeof(Layer).Assembly.Location;

    public static void Run(CompareOptions options, Report report)
    {
        var rounds = options.Quick ? new GeneratorRounds(Cold: 5, Warm: 15, Keystroke: 300, Analyzer: 3) : new GeneratorRounds(Cold: 15, Warm: 31, Keystroke: 1000, Analyzer: 9);
        Console.WriteLine("project,models,outputs,cold_ms,warm_ms,keystroke_ms,target_ms,declaration_ms,keystroke_kib,emitted_again,target,analyzer_ms");
        GeneratorTiming.WarmUp(Runtime);
        Measure(TimedProject.Digits(), 1, rounds, report);
        Measure(TimedProject.ResNet50(), 2, rounds, report);
        Measure(TimedProject.Many(50), null, rounds, report);
    }

    private static void Measure(TimedProject project, double? mostMilliseconds, GeneratorRounds rounds, Report report)
    {
        var times = GeneratorTiming.Measure(project, Runtime, rounds);
        Target? keystroke = mostMilliseconds is { } most ? Target.AtMost(most) : null;
        var emittedAgain = Target.AtMost(0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times.Project},{times.Models},{times.Outputs},{times.Cold:F2},{times.Warm:F2},{times.Keystroke:F3},{keystroke},{times.Declaration:F2},{times.KeystrokeBytes / 1024:F1},{times.EmittedAgain},{emittedAgain},{times.Analyzer:F2}"));
        report.Demand(project.Name + ", outputs emitted again after an unrelated keystroke", times.EmittedAgain, emittedAgain);
        if (keystroke is { } target)
        {
            report.Demand(project.Name + ", milliseconds of an unrelated keystroke", times.Keystroke, target);
        }
    }
}

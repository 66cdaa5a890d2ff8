using System.Globalization;
using SsnGen.Benchmarks.Generator;
using SsnGen.TorchSharp;
using TorchSharp;

namespace SsnGen.Benchmarks;

/// <summary>Prints what is emitted for projects that run a network only, and for those that train it too.</summary>
internal static class EmissionTable
{
    /// <summary>Measures and prints.</summary>
    /// <param name="quick">Whether times are taken five times instead of fifteen.</param>
    public static void Print(bool quick)
    {
        var rounds = quick ? 5 : 15;
        string[] runs = [typeof(Layer).Assembly.Location];
        string[] trains = [.. runs, typeof(SsnModule).Assembly.Location, typeof(torch).Assembly.Location];
        GeneratorTiming.WarmUp(runs[0]);

        // The compiler comes as intermediate language, and takes a while until it is compiled itself.
        EmissionMeasure.Of(TimedProject.ResNet50(), trains, rounds: 12);
        Console.WriteLine("project,use,files,lines,text_kib,il_kib,generator_ms,compile_ms");
        foreach (var project in new[] { TimedProject.Digits(), TimedProject.ResNet20(), TimedProject.ResNet50() })
        {
            Print(project.Name, "runs", EmissionMeasure.Of(project, runs, rounds));
            Print(project.Name, "trains", EmissionMeasure.Of(project, trains, rounds));
        }
    }

    private static void Print(string project, string use, EmissionSizes sizes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{project},{use},{sizes.Files},{sizes.Lines},{sizes.Bytes / 1024.0:F1},{sizes.Code / 1024.0:F1},{sizes.Generator:F1},{sizes.Compile:F1}"));
}

using BenchmarkDotNet.Running;
using SsnGen.Benchmarks;
using SsnGen.Benchmarks.Compare;

if (args is ["profile", .. var threads])
{
    LayerProfile.Run(threads is ["--threads", var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 1);
    return 0;
}

if (args is ["emission"] or ["emission", "--quick"])
{
    EmissionTable.Print(quick: args.Length > 1);
    return 0;
}

if (args is ["against", var folder, .. [] or ["--quick"]])
{
    BuildComparison.Print(folder, rounds: args.Length > 2 ? 31 : 101);
    return 0;
}

if (args is not ["compare", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(CompareOptions).Assembly).Run(args);
    return 0;
}

if (CompareOptions.Parse(rest) is not { } options)
{
    Console.Error.WriteLine(CompareOptions.Usage);
    return 2;
}

(string Name, Action<CompareOptions, Report> Run)[] suites =
[
    ("memory", static (_, report) => MemorySuite.Run(report)),
    ("norm", NormSuite.Run),
    ("conv", ConvSuite.Run),
    ("model", ModelSuite.Run),
    ("train", TrainSuite.Run),
    ("generator", GeneratorSuite.Run),
];
var report = new Report();
foreach (var (_, run) in suites.Where(s => options.Includes(s.Name)))
{
    run(options, report);
}

foreach (var miss in report.Misses)
{
    Console.Error.WriteLine("missed: " + miss);
}

return report.Misses.Count == 0 ? 0 : 1;

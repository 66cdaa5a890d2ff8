using System.Diagnostics;
using ILGPU.Runtime;
using SsnGen.Gpu;
using SsnGen.Gpu.Benchmarks;
using SsnGen.Gpu.Benchmarks.Correctness;
using SsnGen.Gpu.Benchmarks.Timing;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

using var context = options.Simulated ? GpuContext.CreateSimulated(profiling: true) : GpuContext.Create(profiling: true);
var device = context.Accelerator;
Console.WriteLine("== 1 device");
DeviceReport.Print(context);
if (!IsUsable(device))
{
    return 1;
}

var clock = Stopwatch.StartNew();
Console.WriteLine("== 2 correctness, against double precision");
var log = new CheckLog();
NormChecks.Run(device, context.IsSimulated, log);
GateChecks.Run(device, log);
Console.WriteLine(FormattableString.Invariant(
    $"{log.Count} comparisons, {log.Failures} wrong, at most {log.Largest:P0} of a tolerance, {clock.Elapsed.TotalSeconds:F1} s"));

Console.WriteLine("== 3 copy bandwidth");
var rounds = options.Rounds ?? (context.IsSimulated ? 1 : 25);
using var report = new TimingReport(options.Output, context.IsSimulated);
var timer = new EventTimer(device, rounds, TimeSpan.FromMilliseconds(context.IsSimulated ? 0 : 300));
var bandwidth = CopyBandwidth.Measure(device, timer, context.IsSimulated ? 65_536 : options.LargeMegabytes * 1_000_000L, report);
Console.WriteLine(FormattableString.Invariant($"copies move {bandwidth / 1e9:F1} GB/s, read and written"));

Console.WriteLine(FormattableString.Invariant($"== 4 times, medians of {rounds}"));
var suites = new TimingSuites(device, options, timer, report, context.IsSimulated);
suites.Run();

Console.WriteLine("== 5 targets");
foreach (var miss in report.Misses)
{
    Console.WriteLine("missed: " + miss);
}

Console.WriteLine(FormattableString.Invariant(
    $"{log.Failures} wrong, {suites.Failures.Count} shapes not timed, {report.Misses.Count} targets missed by more than a tenth, {clock.Elapsed.TotalSeconds:F0} s"));
return log.Failures > 0 || suites.Failures.Count > 0 || report.Misses.Count > 0 ? 1 : 0;

// The first launch tells whether driver and compiler fit together; nothing after it could.
static bool IsUsable(Accelerator device)
{
    var log = new CheckLog();
    try
    {
        NormChecks.Smoke(device, log);
    }
    catch (Exception exception) when (DeviceFailure.Is(exception))
    {
        Console.WriteLine($"UNUSABLE: the first kernel did not run on {device.Name}, whose driver may be too new or too old for ILGPU.");
        Console.WriteLine(exception);
        return false;
    }

    Console.WriteLine(log.Failures == 0 ? "the first kernel ran, and its result is right" : "the first kernel ran, and its result is WRONG");
    return true;
}

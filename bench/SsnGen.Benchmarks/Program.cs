using BenchmarkDotNet.Running;
using SsnGen.Benchmarks.Compare;

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

CsvOutput.Head();
if (options.Includes("norm"))
{
    NormSuite.Run(options);
}

if (options.Includes("model"))
{
    ModelSuite.Run(options);
}

if (options.Includes("train"))
{
    TrainSuite.Run(options);
}

return 0;

using System.Diagnostics;
using Digits.CommandLine;
using Digits.Data;
using Digits.Training;
using SsnGen.TorchSharp;

return SampleProgram.Run(args, TrainingOptions.Usage, () => Train(TrainingOptions.Parse(args)));

static int Train(TrainingOptions options)
{
    OutputPlaces.CheckFolder(options.Out, options.SelectionFile, options.WeightsFile);
    if (options.Checkpoint is { } checkpoint)
    {
        OutputPlaces.CheckFile(checkpoint);
    }

    var digits = DigitData.Load(options.Data);
    Console.WriteLine($"{digits.Source}: {digits.Train.Count} to train with, {digits.Test.Count} to test with");
    var watch = Stopwatch.StartNew();
    using var trainer = new Trainer(options, digits);
    trainer.Resume();
    using var interruption = new Interruption();
    double accuracy;
    try
    {
        accuracy = ProgressDisplay.Show(trainer.Module.Norms.Count, report => trainer.Run(report, interruption.Token));
    }
    catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
    {
        Console.Error.WriteLine($"Stopped after step {trainer.Step} of {trainer.Steps}. {WhereToGoOn(options, trainer)}");
        return interruption.ExitCode;
    }

    var reasons = trainer.Module.Mixtures.ToDictionary(static mixture => mixture.Path, static mixture => mixture.Reason);
    foreach (var norm in trainer.Module.Norms)
    {
        Console.WriteLine($"{norm.Path,-18} {(norm.Selection is { } s ? $"mean {s.Mean}, variance {s.Variance}" : $"stays a mixture: {reasons[norm.Path]}")}");
    }

    // The weights first: they are what the training has cost.
    Directory.CreateDirectory(options.Out);
    trainer.Module.Save(options.WeightsFile);
    trainer.Module.SaveSelection(options.SelectionFile);
    Console.WriteLine($"wrote {options.SelectionFile} and {options.WeightsFile}: the next compile collapses the network to them");
    Console.WriteLine(
        $"training: accuracy {accuracy:F4}, layers fixed {trainer.Module.FixedCount}/{trainer.Module.Norms.Count}, {watch.Elapsed.TotalSeconds:F0} s");
    return 0;
}

static string WhereToGoOn(TrainingOptions options, Trainer trainer) => (options.Checkpoint, trainer.SavedStep) switch
{
    (null, _) => "Nothing was kept: with --checkpoint FILE each epoch is.",
    (_, 0) => $"Nothing was kept: {options.Checkpoint} is saved after each epoch, and the first was not over.",
    (_, var step) => $"{options.Checkpoint} keeps the training up to step {step}: the same command goes on from there.",
};

using System.Diagnostics;
using Samples.CommandLine;
using SsnGen.TorchSharp;

namespace Samples.Training;

/// <summary>The program around a training: options, progress, interruption, and what is written at the end.</summary>
public static class TrainingProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="arguments">The arguments of the program.</param>
    /// <param name="sample">What it is for.</param>
    /// <param name="create">Loads the data, says what they are, and makes the trainer.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, TrainingSample sample, Func<TrainingOptions, SampleTrainer> create)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(create);
        return SampleProgram.Run(arguments, sample.Usage, () => Train(TrainingOptions.Parse(sample, arguments), create));
    }

    private static int Train(TrainingOptions options, Func<TrainingOptions, SampleTrainer> create)
    {
        OutputPlaces.CheckFolder(options.Out, [options.SelectionFile, options.WeightsFile, options.HistoryFile, .. options.Sample.More.Select(file => Path.Combine(options.Out, file))]);
        if (options.Checkpoint is { } checkpoint)
        {
            OutputPlaces.CheckFile(checkpoint);
        }

        var watch = Stopwatch.StartNew();
        using var trainer = create(options);
        trainer.Resume();
        using var interruption = new Interruption();
        double score;
        try
        {
            score = ProgressDisplay.Show(options.Sample.Score, trainer.Module.Norms.Count, report => trainer.Run(report, interruption.Token));
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
        trainer.Module.Save(options.WeightsFile);
        trainer.Module.SaveSelection(options.SelectionFile);
        trainer.SaveMore();
        Console.WriteLine($"wrote {options.SelectionFile} and {options.WeightsFile}: the next compile collapses the network to them");
        Console.WriteLine($"history: {options.HistoryFile}");
        Console.WriteLine(
            $"training: {options.Sample.Score} {score:F4}, layers fixed {trainer.Module.FixedCount}/{trainer.Module.Norms.Count}, {watch.Elapsed.TotalSeconds:F0} s");
        return 0;
    }

    private static string WhereToGoOn(TrainingOptions options, SampleTrainer trainer) => (options.Checkpoint, trainer.SavedStep) switch
    {
        (null, _) => "Nothing was kept: with --checkpoint FILE each epoch is.",
        (_, 0) => $"Nothing was kept: {options.Checkpoint} is saved after each epoch, and the first was not over.",
        (_, var step) => $"{options.Checkpoint} keeps the training up to step {step}: the same command goes on from there.",
    };
}

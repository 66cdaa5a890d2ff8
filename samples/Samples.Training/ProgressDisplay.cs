using System.Globalization;
using Spectre.Console;

namespace Samples.Training;

/// <summary>Shows training as it goes: a live line in a terminal, a line per epoch elsewhere.</summary>
public static class ProgressDisplay
{
    /// <summary>Shows a training.</summary>
    /// <param name="score">What is measured.</param>
    /// <param name="layers">How many layers are to be fixed.</param>
    /// <param name="train">The training, which reports its progress and returns its score.</param>
    /// <returns>The score.</returns>
    public static double Show(string score, int layers, Func<Action<TrainingProgress>, double> train) =>
        AnsiConsole.Profile.Capabilities.Interactive ? Live(score, layers, train) : Lines(score, layers, train);

    // However training ends, the cursor that the display hides is shown again before its exception gets here.
    private static double Live(string score, int layers, Func<Action<TrainingProgress>, double> train) =>
        AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var task = context.AddTask("starting");
                return train(progress =>
                {
                    task.MaxValue = progress.Steps;
                    task.Value = progress.Step;
                    task.Description = Markup.Escape(Text(progress, score, layers));
                });
            });

    private static double Lines(string score, int layers, Func<Action<TrainingProgress>, double> train) =>
        train(progress =>
        {
            if (progress.EndsEpoch)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {progress.Step,6}/{progress.Steps}  {Text(progress, score, layers)}"));
            }
        });

    private static string Text(TrainingProgress progress, string score, int layers) => string.Create(
        CultureInfo.InvariantCulture,
        $"loss {progress.Loss:F4}  {score} {(double.IsNaN(progress.Score) ? "-" : progress.Score.ToString("F4", CultureInfo.InvariantCulture)),6}  radius {progress.Radius:F3}  layers fixed {progress.Fixed}/{layers}{(progress.RefusedBatches > 0 ? $"  batches that are not finite {progress.RefusedBatches}" : "")}");
}

using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.History;
using SsnGen.Tool.Plots;

namespace SsnGen.Tool.Commands;

/// <summary>Draws what a training recorded.</summary>
internal sealed class PlotCommand(IAnsiConsole console) : Command<PlotCommand.Settings>
{
    /// <summary>Its arguments.</summary>
    internal sealed class Settings : ToolSettings
    {
        [CommandArgument(0, "<RUN>")]
        [Description("The history of a training, which may still run.")]
        public required string File { get; init; }

        [CommandOption("--out <DIR>")]
        [Description("The folder of the pictures; otherwise RUN without its ending. Pictures of the same names are replaced.")]
        public string? Out { get; init; }

        [CommandOption("--svg")]
        [Description("Write SVG instead of PNG.")]
        public bool Svg { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var folder = settings.Out ?? Path.ChangeExtension(settings.File, null);
        if (folder.Length == 0 || File.Exists(folder))
        {
            throw ToolException.InUsage($"'{folder}' is no folder: give one with --out DIR.");
        }

        var history = TrainingHistory.Load(settings.File);
        var files = HistoryPlots.Write(history, settings.File, folder, settings.Svg);
        ToolOutput.Write(
            console.Profile.Out.Writer,
            settings.Json,
            new { settings.File, history.Model, Steps = history.Steps.Count, Layers = history.Layers.Length, Files = files },
            [history.ToString(), .. files.Select(static f => "written: " + f)]);
        return 0;
    }
}

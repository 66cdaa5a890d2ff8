using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Tool.Models;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Commands;

/// <summary>Imports weights.</summary>
internal sealed class ImportCommand(IAnsiConsole console) : Command<ImportCommand.Settings>
{
    /// <summary>Its arguments.</summary>
    internal sealed class Settings : ToolSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("Weights: safetensors, or what torch.save wrote (.pth, .pt).")]
        public required string File { get; init; }

        [CommandOption("--model <ASSEMBLY:TYPE>")]
        [Description(ModelLoader.Description)]
        public string? Model { get; init; }

        [CommandOption("--shapes <FILE>")]
        [Description("Weights that the network has saved, instead of --model: no code runs. Needs --map.")]
        public string? Shapes { get; init; }

        [CommandOption("--map <FILE>")]
        [Description("Which tensor becomes which: a line SOURCE -> TARGET for each, SOURCE -> - for one that is left out.")]
        public string? Map { get; init; }

        [CommandOption("--part <NAME>")]
        [Description("The part of the file that the weights are, such as state_dict_ema; otherwise state_dict, model_state_dict, model, net or all of it.")]
        public string? Part { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("The file to write; otherwise FILE with the ending .safetensors.")]
        public string? Out { get; init; }

        [CommandOption("--force")]
        [Description("Replace files that exist.")]
        public bool Force { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken) => WeightsImport.Run(
        new WeightsImportOptions
        {
            File = settings.File,
            Model = settings.Model,
            Shapes = settings.Shapes,
            Map = settings.Map,
            Part = settings.Part,
            Out = settings.Out,
            Force = settings.Force,
            Json = settings.Json,
        },
        console.Profile.Out.Writer);
}

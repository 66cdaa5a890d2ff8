using System.ComponentModel;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Commands;

/// <summary>Prints what a file holds.</summary>
internal sealed class InspectCommand(IAnsiConsole console) : Command<InspectCommand.Settings>
{
    /// <summary>Its arguments.</summary>
    internal sealed class Settings : ToolSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("A safetensors file: weights, or a checkpoint of a training.")]
        public required string File { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var file = TensorFile.Open(settings.File);
        if (settings.Json)
        {
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(new { file.Format, file.Metadata, file.Tensors }, JsonSerializerOptions.Web));
            return 0;
        }

        foreach (var tensor in file.Tensors)
        {
            console.Profile.Out.Writer.WriteLine($"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]");
        }

        return 0;
    }
}

using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Tool.Inspection;

namespace SsnGen.Tool.Commands;

/// <summary>Prints what a file holds.</summary>
internal sealed class InspectCommand(IAnsiConsole console) : Command<InspectCommand.Settings>
{
    /// <summary>Its arguments.</summary>
    internal sealed class Settings : ToolSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("Weights, a checkpoint of a training, what torch.save wrote (.pth, .pt), or an ONNX model (.onnx); or an assembly with networks, or one of them, ASSEMBLY:TYPE, whose code runs.")]
        public required string File { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var inspection = NetworkInspection.Of(settings.File) ?? OnnxInspection.Of(settings.File) as IInspection ?? TensorInspection.Of(settings.File);
        if (settings.Json)
        {
            ToolOutput.WriteJson(console.Profile.Out.Writer, inspection.Json);
        }
        else
        {
            inspection.Write(console);
        }

        return 0;
    }
}

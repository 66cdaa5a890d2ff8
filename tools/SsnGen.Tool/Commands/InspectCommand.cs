using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Tool.Inspection;
using SsnGen.Tool.Selections;

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
        var output = console.Profile.Out.Writer;
        if (NetworkInspection.Of(settings.File) is { } networks)
        {
            ToolOutput.Write(output, settings.Json, NetworkInspection.Json(networks), string.Join("\n\n", networks.Select(static n => n.Summary)).Split('\n'));
            return 0;
        }

        if (OnnxInspection.Of(settings.File) is { } model)
        {
            if (settings.Json)
            {
                ToolOutput.Write(output, true, model, []);
            }
            else
            {
                model.Write(console);
            }

            return 0;
        }

        var file = TensorInspection.Of(settings.File);
        if (settings.Json)
        {
            ToolOutput.Write(output, true, file, []);
            return 0;
        }

        ToolOutput.Write(output, false, file, [.. file.Head(), ""]);
        TensorTable.Write(console, file.Layers);
        ToolOutput.Write(output, false, file, [file.Total()]);
        if (file.Choices.Count > 0)
        {
            ToolOutput.Write(output, false, file, [""]);
            ChoiceTable.Write(console, file.Choices);
        }

        ToolOutput.Write(output, false, file, file.Warnings());
        return 0;
    }
}

using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using SsnGen.Tool.Differences;

namespace SsnGen.Tool.Commands;

/// <summary>Compares two selections or two files of tensors.</summary>
internal sealed class DiffCommand(IAnsiConsole console) : Command<DiffCommand.Settings>
{
    /// <summary>Its arguments.</summary>
    internal sealed class Settings : ToolSettings
    {
        [CommandArgument(0, "<A>")]
        [Description("A selection (.cs), or a file of tensors: weights, a checkpoint, what torch.save wrote.")]
        public required string First { get; init; }

        [CommandArgument(1, "<B>")]
        [Description("What it is compared with, of the same kind.")]
        public required string Second { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (IsSelection(settings.First) != IsSelection(settings.Second))
        {
            throw ToolException.InUsage("Two selections (.cs) can be compared, or two files of tensors. 'ssngen select WEIGHTS --out NAME.Selection.cs' writes the selection of weights.");
        }

        var output = console.Profile.Out.Writer;
        if (IsSelection(settings.First))
        {
            var selections = SelectionDifference.Of(settings.First, settings.Second);
            ToolOutput.Write(output, settings.Json, selections, selections.Lines());
            return selections.IsNone ? 0 : ToolException.Different;
        }

        var tensors = TensorDifference.Of(settings.First, settings.Second);
        ToolOutput.Write(output, settings.Json, tensors, tensors.Lines());
        return tensors.IsNone ? 0 : ToolException.Different;
    }

    private static bool IsSelection(string path) => Path.GetExtension(path).Equals(".cs", StringComparison.OrdinalIgnoreCase);
}

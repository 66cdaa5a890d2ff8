using System.ComponentModel;
using Spectre.Console.Cli;

namespace SsnGen.Tool.Commands;

/// <summary>What all commands take.</summary>
internal abstract class ToolSettings : CommandSettings
{
    [CommandOption("--json")]
    [Description("Print JSON, for programs.")]
    public bool Json { get; init; }
}

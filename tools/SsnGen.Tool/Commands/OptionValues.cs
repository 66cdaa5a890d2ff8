using System.Reflection;
using Spectre.Console.Cli;

namespace SsnGen.Tool.Commands;

/// <summary>Refuses options that need a value and have none.</summary>
internal sealed class OptionValues : ICommandInterceptor
{
    // What Spectre.Console.Cli 0.57 takes for the value of such an option.
    private const string NoValue = "__default_command";

    /// <inheritdoc/>
    public void Intercept(CommandContext context, CommandSettings settings)
    {
        foreach (var property in settings.GetType().GetProperties())
        {
            if (property.GetCustomAttribute<CommandOptionAttribute>() is { ValueName: not null } option && property.GetValue(settings) is NoValue)
            {
                throw ToolException.InUsage($"--{option.LongNames[0]} needs a value: --{option.LongNames[0]} <{option.ValueName}>. 'ssngen --help' lists commands and options.");
            }
        }
    }
}

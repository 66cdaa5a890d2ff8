using Spectre.Console.Testing;

namespace SsnGen.Tool.Tests;

/// <summary>A run of the tool in this process.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed as errors.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>A network of the tests, as <c>--model</c> names it.</summary>
    public static string Model<T>() => Model(typeof(T));

    /// <summary>A network of the tests, as <c>--model</c> names it.</summary>
    public static string Model(Type type) => $"{type.Assembly.Location}:{type.FullName}";

    /// <summary>Runs the tool.</summary>
    public static ToolRun Of(params IReadOnlyList<string> arguments)
    {
        using var console = new TestConsole();
        console.Profile.Width = 160;
        using var errors = new StringWriter();
        var exitCode = ToolApp.Run(arguments, console, errors);
        return new(exitCode, console.Output, errors.ToString());
    }
}

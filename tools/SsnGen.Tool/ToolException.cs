namespace SsnGen.Tool;

/// <summary>What the user of the tool can mend: its message is all that is printed.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="exitCode">The exit code.</param>
internal sealed class ToolException(string message, int exitCode) : Exception(message)
{
    /// <summary>A file is missing, damaged, or not what the command needs.</summary>
    public const int BadInput = 1;

    /// <summary>An argument is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>What was compared differs. No error: a command returns it.</summary>
    public const int Different = 3;

    /// <summary>The exit code.</summary>
    public int ExitCode => exitCode;

    /// <summary>An error in a file.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public static ToolException InFile(string message) => new(message, BadInput);

    /// <summary>An error in an argument.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public static ToolException InUsage(string message) => new(message, BadUsage);
}

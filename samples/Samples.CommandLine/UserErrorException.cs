namespace Samples.CommandLine;

/// <summary>Something that the user of a program can mend. The program prints its message and ends.</summary>
public sealed class UserErrorException : Exception
{
    /// <summary>The exit code where files or what is in them are at fault.</summary>
    public const int BadInput = 1;

    /// <summary>The exit code where the options are at fault.</summary>
    public const int BadUsage = 2;

    /// <summary>Creates an error without a message. Prefer the one that says what to mend.</summary>
    public UserErrorException()
        : this("The program cannot go on.")
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public UserErrorException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with its cause.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public UserErrorException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What the program ends with. Default <see cref="BadInput"/>.</summary>
    public int ExitCode { get; init; } = BadInput;

    /// <summary>An error in the options.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <returns>The error, with <see cref="BadUsage"/>.</returns>
    public static UserErrorException InUsage(string message) => new($"{message} See --help.") { ExitCode = BadUsage };
}

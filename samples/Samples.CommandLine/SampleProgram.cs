using System.Globalization;
using SsnGen.Files;

namespace Samples.CommandLine;

/// <summary>The frame of a program: help, and what the user can mend as one line on standard error instead of a stack trace.</summary>
public static class SampleProgram
{
    /// <summary>Runs a program.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="usage">What <c>--help</c> prints.</param>
    /// <param name="main">The program; returns its exit code.</param>
    /// <returns>The exit code: 0, <see cref="UserErrorException.BadInput"/>, <see cref="UserErrorException.BadUsage"/>, or what the program returns.</returns>
    public static int Run(IReadOnlyList<string> arguments, string usage, Func<int> main)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(main);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (arguments.Any(static argument => argument is "--help" or "-h" or "-?"))
        {
            Console.WriteLine(usage);
            return 0;
        }

        try
        {
            return main();
        }
        catch (UserErrorException error)
        {
            return Fail(error.Message, error.ExitCode);
        }
        catch (Exception error) when (IsAboutFiles(error))
        {
            return Fail(error.Message, UserErrorException.BadInput);
        }
    }

    /// <summary>Whether an exception says that a file is missing, damaged or not to be had, which its user can mend.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsAboutFiles(Exception error) =>
        error is WeightsException or IOException or InvalidDataException or UnauthorizedAccessException;

    private static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine(string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        return exitCode;
    }
}

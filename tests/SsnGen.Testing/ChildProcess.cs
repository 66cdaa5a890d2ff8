using System.Diagnostics;

namespace SsnGen.Testing;

/// <summary>Runs a test assembly's own entry point, for what may end a process or change it for good.</summary>
public static class ChildProcess
{
    /// <summary>Runs it and gives what it printed; an exit code other than 0 is an exception with what it printed to the error stream.</summary>
    /// <param name="assembly">The path of the test assembly.</param>
    /// <param name="arguments">What its entry point is given.</param>
    /// <param name="patience">How long it may take; it is ended then.</param>
    /// <exception cref="InvalidOperationException">It failed, or took too long.</exception>
    public static string Run(string assembly, string[] arguments, TimeSpan patience)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEndAsync();
        if (!child.WaitForExit(patience))
        {
            child.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"It did not end within {patience}.");
        }

        return child.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"It ended with {child.ExitCode}: {errors.Result}{output.Result}");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace SsnGen.Testing;

/// <summary>What a program printed, and what it ended with.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program as a process of its own, and ends it, failing, where it takes longer than it may.</summary>
    /// <param name="assembly">The path of its assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">How long it may take. Default 2 minutes: machines that build are busy.</param>
    /// <param name="environment">Variables that are set for it, beside those that it inherits; null takes one away.</param>
    /// <returns>What it did.</returns>
    public static ProgramRun Of(string assembly, IEnumerable<string> arguments, TimeSpan? limit = null, params IEnumerable<(string Name, string? Value)> environment)
    {
        using var child = Start("dotnet", [assembly, .. arguments], environment);
        return End(child, limit);
    }

    /// <summary>Starts a program with its streams redirected.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">As for <see cref="Of"/>.</param>
    /// <returns>The process; <see cref="End"/> waits for it.</returns>
    public static Process Start(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string? Value)> environment) =>
        StartIn("", program, arguments, environment);

    /// <summary>As <see cref="Start"/>, in a folder.</summary>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">As for <see cref="Of"/>.</param>
    /// <returns>The process; <see cref="End"/> waits for it.</returns>
    public static Process StartIn(string folder, string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string? Value)> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return Process.Start(start)!;
    }

    /// <summary>Whether this process ignores a signal, which its children inherit.</summary>
    /// <param name="signal">The signal's number.</param>
    /// <returns>False where the system does not tell.</returns>
    public static bool Ignores(int signal)
    {
        const string Mask = "SigIgn:";
        const string Status = "/proc/self/status";
        return File.Exists(Status)
            && File.ReadLines(Status).FirstOrDefault(static l => l.StartsWith(Mask, StringComparison.Ordinal)) is { } line
            && (ulong.Parse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }

    /// <summary>Waits for a program, reading what it has still to say.</summary>
    /// <param name="child">The process.</param>
    /// <param name="limit">As for <see cref="Of"/>.</param>
    /// <returns>What it did since.</returns>
    public static ProgramRun End(Process child, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        var patience = limit ?? TimeSpan.FromMinutes(2);
        if (!child.WaitForExit(patience))
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            throw new TimeoutException($"{string.Join(' ', child.StartInfo.ArgumentList)} did not end within {patience}.");
        }

        return new ProgramRun(child.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}

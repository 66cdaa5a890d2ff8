using DiffEngine;

namespace VerifyTests;

/// <summary>
/// Shows a developer the difference in the diff tool of the machine. Does nothing on a build server, under an automated
/// agent, where <c>DiffEngine_Disabled</c> is set, and where there is no display to show anything on.
/// </summary>
internal static class DiffTool
{
    /// <summary>Starts the tool and does not wait for it.</summary>
    /// <param name="received">The file with the text of the test.</param>
    /// <param name="verified">The snapshot, created empty where the tool needs it.</param>
    /// <returns>A line for the failure message where the tool could not be started; else nothing.</returns>
    public static async Task<string> OpenAsync(string received, string verified)
    {
        if (DiffRunner.Disabled || !HasDisplay(CurrentPlatform(), Environment.GetEnvironmentVariable))
            return "";

        try
        {
            await DiffRunner.LaunchForTextAsync(received, verified);
            return "";
        }
        catch (Exception exception)
        {
            // The difference is what the reader needs; a tool that fails must not take its place.
            return $"\nThe diff tool did not start: {exception.Message}";
        }
    }

    /// <summary>
    /// Whether a window could appear. DiffEngine does not ask: in a shell without a display it would find vim and start
    /// it on the terminal of the test run.
    /// </summary>
    internal static bool HasDisplay(PlatformID platform, Func<string, string?> variable)
    {
        return platform switch
        {
            PlatformID.Win32NT => Environment.UserInteractive,
            PlatformID.MacOSX => !IsSet("SSH_CONNECTION"),
            _ => IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY"),
        };

        bool IsSet(string name) => !string.IsNullOrEmpty(variable(name));
    }

    // Environment.OSVersion says Unix on macOS too.
    private static PlatformID CurrentPlatform() =>
        OperatingSystem.IsMacOS() ? PlatformID.MacOSX : Environment.OSVersion.Platform;
}

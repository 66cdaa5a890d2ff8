using System.ComponentModel;
using System.Diagnostics;
using Samples.CommandLine;

namespace Browser.Driver;

/// <summary>A browser without a window, with a profile of its own that goes with it.</summary>
internal sealed class Chromium : IDisposable
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    // Without what it would look up elsewhere. The sandbox is off, which containers seldom allow: it opens nothing but this page.
    private static readonly string[] _arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0",
    ];

    private static readonly TimeSpan _start = TimeSpan.FromSeconds(60);

    private readonly string _profile = Directory.CreateTempSubdirectory("browser-profile-").FullName;
    private readonly Process _process;

    private Chromium(string program)
    {
        var start = new ProcessStartInfo(program, [.. _arguments, "--user-data-dir=" + _profile, "about:blank"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            Directory.Delete(_profile);
            throw new UserErrorException($"'{program}' cannot be started: {error.Message}");
        }
    }

    /// <summary>The program, where it is on the PATH; null where it is not.</summary>
    public static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in _names
         select Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)).FirstOrDefault(File.Exists);

    /// <summary>Starts it.</summary>
    /// <param name="program">The program.</param>
    /// <returns>The browser, and where its tools for developers listen.</returns>
    public static async Task<(Chromium Browser, Uri Tools)> StartAsync(string program)
    {
        var browser = new Chromium(program);
        try
        {
            return (browser, await browser.ToolsAsync().WaitAsync(_start));
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A process of it writes there still. The folder is a temporary one.
        }
    }

    // It says so on standard error, among other things, and goes on talking there.
    private async Task<Uri> ToolsAsync()
    {
        const string Listens = "DevTools listening on ";
        var said = new List<string>();
        var tools = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                tools.TrySetException(new UserErrorException("The browser did not start: " + string.Join(' ', said.TakeLast(5))));
            }
            else if (line.Data.StartsWith(Listens, StringComparison.Ordinal))
            {
                tools.TrySetResult(new Uri(line.Data[Listens.Length..]));
            }
            else if (!tools.Task.IsCompleted)
            {
                said.Add(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        return await tools.Task;
    }
}

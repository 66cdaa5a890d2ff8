using System.Text.Json;
using System.Text.Json.Nodes;
using Samples.CommandLine;

namespace Browser.Driver;

/// <summary>The page of the Browser sample: what it shows, and what went wrong on it.</summary>
internal sealed class DigitPage : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    private readonly DevTools _tools;
    private readonly string _address;
    private readonly List<string> _wrong = [];
    private long _received;

    private DigitPage(DevTools tools, string address)
    {
        (_tools, _address) = (tools, address);
        Hand = new Hand(tools);
        tools.Told += Listen;
    }

    /// <summary>Draws on it.</summary>
    public Hand Hand { get; }

    /// <summary>What it has loaded, in bytes as they were sent.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Opens the page, and waits until it can be drawn on.</summary>
    /// <param name="tools">An empty page of a browser.</param>
    /// <param name="address">Where the page is.</param>
    public static async Task<DigitPage> OpenAsync(DevTools tools, string address)
    {
        var page = new DigitPage(tools, address);
        foreach (var domain in new[] { "Page", "Runtime", "Network", "Log" })
        {
            await tools.AskAsync(domain + ".enable");
        }

        await page.ShowAsync(1180, 1000, scale: 1, dark: false);
        await tools.AskAsync("Page.navigate", new() { ["url"] = address });
        await page.WaitAsync("document.querySelector('canvas')?.dataset.ready === 'true'", "be ready to be drawn on");
        return page;
    }

    /// <summary>Shows the page on another screen.</summary>
    /// <param name="width">Its width, in CSS pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="scale">Pixels for each of them.</param>
    /// <param name="dark">Whether the user wants it dark.</param>
    /// <param name="touch">Whether it is a screen to touch.</param>
    public async Task ShowAsync(int width, int height, double scale, bool dark, bool touch = false)
    {
        await _tools.AskAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = scale, ["mobile"] = touch });
        await _tools.AskAsync("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = touch });
        await _tools.AskAsync("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });
    }

    /// <summary>What the page says of what is drawn, once it has heard of all of it.</summary>
    public async Task<Answer> AnswerAsync()
    {
        await SettleAsync();
        return (await _tools.EvaluateAsync(
            """
            ({
                Digit: document.querySelector('.digit').textContent,
                Certainty: document.querySelector('#certainty').textContent,
                Time: document.querySelector('#time').textContent,
                Probabilities: [...document.querySelectorAll('.bar')].map(e => parseFloat(e.style.width) / 100),
                Pixels: [...document.querySelectorAll('.picture rect')].map(e => parseFloat(e.getAttribute('fill-opacity'))),
            })
            """)).Deserialize<Answer>()!;
    }

    /// <summary>The rows of the table of layers: path, normalizer of the mean, normalizer of the variance; the last two are empty where there are none.</summary>
    public async Task<string[][]> LayersAsync() => (await _tools.EvaluateAsync(
        """
        [...document.querySelectorAll('tbody tr')].map(row => [
            row.querySelector('th').textContent,
            row.querySelector('[data-of=Mean]')?.textContent ?? '',
            row.querySelector('[data-of=Variance]')?.textContent ?? ''])
        """)).Deserialize<string[][]>()!;

    /// <summary>How far the page is wider than the screen, in CSS pixels.</summary>
    public async Task<int> OverhangAsync() => (await _tools.EvaluateAsync("document.documentElement.scrollWidth - innerWidth")).GetInt32();

    /// <summary>Texts with less contrast than there should be, and how much they have.</summary>
    /// <param name="limit">How much there should be.</param>
    public async Task<IReadOnlyList<string>> LowContrastAsync(double limit)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "contrast.js"));
        var function = script[(script.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd();
        return [.. (await _tools.EvaluateAsync($"({function})({limit})")).EnumerateArray().Select(static t => $"'{t[0]}' {t[1].GetDouble():F2}")];
    }

    /// <summary>Gives the pad the focus of the keyboard.</summary>
    public Task FocusAsync() => _tools.EvaluateAsync("document.querySelector('canvas').focus()");

    /// <summary>Saves a picture of the whole page as PNG.</summary>
    /// <param name="file">The file.</param>
    /// <param name="height">No more than so much of its height, in CSS pixels.</param>
    public async Task SaveAsync(string file, int height = int.MaxValue)
    {
        await _tools.EvaluateAsync("document.activeElement.blur(), scrollTo(0, 0)");
        await SettleAsync();
        await Task.Delay(200);
        var size = await _tools.EvaluateAsync("[innerWidth, document.documentElement.scrollHeight]");
        var picture = await _tools.AskAsync("Page.captureScreenshot", new()
        {
            ["format"] = "png",
            ["captureBeyondViewport"] = true,
            ["clip"] = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = size[0].GetInt32(), ["height"] = Math.Min(height, size[1].GetInt32()), ["scale"] = 1 },
        });
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllBytesAsync(file, picture.GetProperty("data").GetBytesFromBase64());
    }

    /// <summary>Fails where something went wrong on the page: exceptions, errors in its console, requests that failed or went elsewhere.</summary>
    public void ThrowIfWrong()
    {
        lock (_wrong)
        {
            if (_wrong.Count > 0)
            {
                throw new UserErrorException("On the page: " + string.Join("; ", _wrong.Take(3)));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tools.Told -= Listen;

    // Movements are told to the page with the next frame.
    private async Task SettleAsync() => await _tools.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))");

    private async Task WaitAsync(string condition, string what)
    {
        for (var end = DateTime.UtcNow + _patience; !(await _tools.EvaluateAsync(condition)).GetBoolean(); await Task.Delay(50))
        {
            ThrowIfWrong();
            if (DateTime.UtcNow > end)
            {
                throw new UserErrorException($"The page did not come to {what} within {_patience.TotalSeconds:F0} s.");
            }
        }
    }

    private void Listen(string method, JsonElement told)
    {
        var wrong = method switch
        {
            "Runtime.exceptionThrown" => Description(told.GetProperty("exceptionDetails")),
            "Runtime.consoleAPICalled" when told.GetProperty("type").GetString() is "error" or "warning" => told.GetProperty("args").ToString(),
            "Log.entryAdded" when told.GetProperty("entry").GetProperty("level").GetString() is "error" or "warning" => told.GetProperty("entry").ToString(),
            "Network.loadingFailed" => "a request failed: " + told.GetProperty("errorText").GetString(),
            "Network.requestWillBeSent" when IsElsewhere(told.GetProperty("request").GetProperty("url").GetString()!) => "it asks for " + told.GetProperty("request").GetProperty("url"),
            _ => null,
        };
        if (wrong is not null)
        {
            lock (_wrong)
            {
                _wrong.Add(wrong);
            }
        }
        else if (method == "Network.loadingFinished")
        {
            Interlocked.Add(ref _received, (long)told.GetProperty("encodedDataLength").GetDouble());
        }
    }

    private static string Description(JsonElement details) =>
        details.TryGetProperty("exception", out var exception) && exception.TryGetProperty("description", out var description) ? description.GetString()! : details.ToString();

    private bool IsElsewhere(string url) => !url.StartsWith(_address, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal);
}

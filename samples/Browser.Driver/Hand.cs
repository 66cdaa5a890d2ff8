using System.Text.Json.Nodes;
using Digits.Data;

namespace Browser.Driver;

/// <summary>Draws on the pad with real events of mouse, finger and keyboard.</summary>
internal sealed class Hand(DevTools page)
{
    /// <summary>Draws with the mouse.</summary>
    /// <param name="strokes">The strokes, in units of the pad's side.</param>
    /// <param name="midway">Done in the middle of the last stroke, while the button is down.</param>
    public async Task MouseAsync(IEnumerable<Point[]> strokes, Func<Task>? midway = null)
    {
        var pad = await PadAsync();
        foreach (var stroke in strokes)
        {
            await MouseAsync("mousePressed", pad.At(stroke[0]));
            foreach (var point in stroke)
            {
                await MouseAsync("mouseMoved", pad.At(point));
            }

            await (midway?.Invoke() ?? Task.CompletedTask);
            await MouseAsync("mouseReleased", pad.At(stroke[^1]));
        }
    }

    /// <summary>Draws with a finger.</summary>
    /// <param name="strokes">The strokes, in units of the pad's side.</param>
    public async Task TouchAsync(IEnumerable<Point[]> strokes)
    {
        var pad = await PadAsync();
        foreach (var stroke in strokes)
        {
            await TouchAsync("touchStart", pad.At(stroke[0]));
            foreach (var point in stroke)
            {
                await TouchAsync("touchMove", pad.At(point));
            }

            await TouchAsync("touchEnd", null);
        }
    }

    /// <summary>Presses a key some times.</summary>
    /// <param name="key">What the key gives, such as <c>ArrowDown</c>.</param>
    /// <param name="times">How often.</param>
    public async Task PressAsync(string key, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await page.AskAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyDown", ["key"] = key });
            await page.AskAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyUp", ["key"] = key });
        }
    }

    /// <summary>Clicks in the middle of an element.</summary>
    /// <param name="selector">What selects it.</param>
    public async Task ClickAsync(string selector)
    {
        var middle = (await BoxAsync(selector)).At(new(0.5f, 0.5f));
        await MouseAsync("mousePressed", middle);
        await MouseAsync("mouseReleased", middle);
    }

    private async Task<Box> PadAsync() => await BoxAsync("canvas");

    private async Task<Box> BoxAsync(string selector)
    {
        var box = await page.EvaluateAsync(
            $$"""(() => { const e = document.querySelector('{{selector}}'); e.scrollIntoView({ block: 'center' }); const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()""");
        return new Box(box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble());
    }

    private async Task MouseAsync(string type, (double X, double Y) at) => await page.AskAsync("Input.dispatchMouseEvent", new()
    {
        ["type"] = type,
        ["x"] = at.X,
        ["y"] = at.Y,
        ["button"] = "left",
        ["buttons"] = type == "mouseReleased" ? 0 : 1,
        ["clickCount"] = 1,
    });

    private async Task TouchAsync(string type, (double X, double Y)? at) => await page.AskAsync("Input.dispatchTouchEvent", new()
    {
        ["type"] = type,
        ["touchPoints"] = at is { } p ? new JsonArray(new JsonObject { ["x"] = p.X, ["y"] = p.Y }) : new JsonArray(),
    });

    private sealed record Box(double Left, double Top, double Width, double Height)
    {
        public (double X, double Y) At(Point p) => (Left + (Width * p.X), Top + (Height * p.Y));
    }
}

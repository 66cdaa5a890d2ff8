using Digits;
using Samples.CommandLine;

namespace Browser.Driver;

/// <summary>What is done on the page, and what must come of it.</summary>
internal sealed class Drive(DigitPage page, string pictures)
{
    private const double LeastContrast = 4.5;

    // The page shows probabilities with four digits, and pixels with three.
    private const double Tolerance = 0.01;

    private readonly NativeNetwork _native = new();

    /// <summary>Draws with mouse, finger and keyboard, on a wide screen and on that of a phone.</summary>
    public async Task RunAsync()
    {
        await CheckLayersAsync();
        await CheckEmptyAsync();
        await CheckScreenAsync("wide and light");
        foreach (var digit in new[] { 1, 7, 0, 3 })
        {
            await MouseAsync(digit);
        }

        await DoubtAsync();
        await page.SaveAsync(Path.Combine(pictures, "browser.png"));
        await KeyboardAsync();
        await ExamplesAsync();
        await page.ShowAsync(1180, 1000, scale: 1, dark: true);
        await CheckScreenAsync("wide and dark");
        await page.SaveAsync(Path.Combine(pictures, "browser-dark.png"));
        await PhoneAsync();
        page.ThrowIfWrong();
    }

    private async Task MouseAsync(int digit)
    {
        await page.Hand.ClickAsync(".clear");
        await CheckEmptyAsync();
        await page.Hand.MouseAsync(Strokes.Of(digit), async () => Check((await page.AnswerAsync()).HasInk, $"nothing of a {digit} shows before the mouse is released"));
        await CheckReadAsync(digit, "mouse");
    }

    // Where several digits are likely, a small difference shows.
    private async Task DoubtAsync()
    {
        await page.Hand.ClickAsync(".clear");
        await page.Hand.MouseAsync(Strokes.Doubtful);
        CheckSame(await page.AnswerAsync(), "doubtful 3");
    }

    private async Task PhoneAsync()
    {
        foreach (var (digit, dark) in new[] { (4, false), (2, true) })
        {
            await page.ShowAsync(390, 844, scale: 2, dark, touch: true);
            await page.Hand.ClickAsync(".clear");
            await page.Hand.TouchAsync(Strokes.Of(digit));
            await CheckReadAsync(digit, "finger");
            await CheckScreenAsync(dark ? "narrow and dark" : "narrow and light");
            await page.SaveAsync(Path.Combine(pictures, dark ? "browser-narrow-dark.png" : "browser-narrow.png"));
        }
    }

    private async Task KeyboardAsync()
    {
        await page.FocusAsync();
        await page.Hand.PressAsync("Escape");
        await CheckEmptyAsync();
        await page.Hand.PressAsync("ArrowUp", 2);
        await page.Hand.PressAsync(" ");
        await page.Hand.PressAsync("ArrowDown", 24);
        await CheckReadAsync(1, "keyboard");
        await page.Hand.PressAsync("Escape");
        await CheckEmptyAsync();
    }

    private async Task ExamplesAsync()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            await page.Hand.ClickAsync($".example:nth-of-type({digit + 1})");
            await CheckReadAsync(digit, "example");
        }
    }

    private async Task CheckReadAsync(int digit, string with)
    {
        var answer = await page.AnswerAsync();
        CheckSame(answer, $"{with} {digit}");
        Check(answer.Digit == $"{digit}", $"it reads {answer.Digit} where a {digit} is drawn ({with})");
        Check(Array.IndexOf(answer.Probabilities, answer.Probabilities.Max()) == digit, $"the longest bar is not that of {digit} ({with})");
    }

    private void CheckSame(Answer answer, string drawn)
    {
        page.ThrowIfWrong();
        Console.WriteLine($"{drawn,-11} reads {answer.Digit}, {answer.Certainty}, {answer.Time}");
        Check(answer.Microseconds > 0, "it took no time");
        var expected = _native.Read(answer.Pixels);
        var difference = expected.Zip(answer.Probabilities, static (e, a) => Math.Abs(e - a)).Max();
        Check(difference <= Tolerance, $"a probability differs by {difference:F3} from that of the same network outside of the browser ({drawn})");
    }

    private async Task CheckEmptyAsync()
    {
        var answer = await page.AnswerAsync();
        Check(answer.Digit == "?" && !answer.HasInk && answer.Probabilities.All(static p => p == 0), $"it reads {answer.Digit} where nothing is drawn");
    }

    private async Task CheckLayersAsync()
    {
        var expected = DigitsNet.Layers.Select(static l => $"{l.Path} {l.Normalization?.Selection?.Mean} {l.Normalization?.Selection?.Variance}");
        var shown = (await page.LayersAsync()).Select(static row => string.Join(' ', row)).ToArray();
        Check(expected.SequenceEqual(shown), "the layers are not those of the network: " + string.Join("; ", shown));
        Console.WriteLine("layers: " + string.Join(", ", shown.Select(static s => s.Trim())));
    }

    private async Task CheckScreenAsync(string screen)
    {
        Check(await page.OverhangAsync() <= 0, $"it is wider than the screen ({screen})");
        var low = await page.LowContrastAsync(LeastContrast);
        Check(low.Count == 0, $"contrast below {LeastContrast} ({screen}): {string.Join(", ", low)}");
    }

    /// <summary>What the network takes in the browser and outside of it, and what the page loads.</summary>
    public async Task PrintFiguresAsync()
    {
        var answer = await page.AnswerAsync();
        Console.WriteLine($"browser: {answer.Time} per picture, {_native.Microseconds(answer.Pixels):F1} µs outside of it; {page.Received / 1e6:F2} MB loaded");
    }

    private static void Check(bool right, string otherwise)
    {
        if (!right)
        {
            throw new UserErrorException("The page is wrong: " + otherwise + ".");
        }
    }
}

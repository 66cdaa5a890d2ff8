using System.Globalization;
using Samples.CommandLine;

namespace Browser.Driver;

/// <summary>What the page says of what is drawn.</summary>
/// <param name="Digit">The digit that it reads, or a question mark.</param>
/// <param name="Certainty">Its probability, in words.</param>
/// <param name="Time">The time for one picture, in words.</param>
/// <param name="Probabilities">The lengths of the ten bars, as shares of the whole.</param>
/// <param name="Pixels">The 16×16 pixels that the network sees.</param>
internal sealed record Answer(string Digit, string Certainty, string Time, float[] Probabilities, float[] Pixels)
{
    /// <summary>Whether there is ink in what the network sees.</summary>
    public bool HasInk => Pixels.Any(static p => p > 0);

    /// <summary>The time for one picture, in microseconds.</summary>
    public double Microseconds => Time.Split(' ') switch
    {
        [var number, "µs"] => double.Parse(number, CultureInfo.InvariantCulture),
        [var number, "ms"] => 1000 * double.Parse(number, CultureInfo.InvariantCulture),
        _ => throw new UserErrorException($"The page shows '{Time}' where the time for a picture should be."),
    };
}

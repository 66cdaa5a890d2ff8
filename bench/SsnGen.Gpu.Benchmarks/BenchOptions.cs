using System.Globalization;

namespace SsnGen.Gpu.Benchmarks;

/// <summary>The program's arguments.</summary>
/// <param name="Output">The CSV file, or null for none beside the console.</param>
/// <param name="LargeMegabytes">The least size of a large tensor, in units of 10^6 bytes.</param>
/// <param name="Rounds">How often each pass is timed, or null for the default of the device.</param>
/// <param name="Samples">The batch of every timed tensor instead of its own, or null.</param>
/// <param name="Simulated">Whether to run on the simulation even where there is a device.</param>
internal sealed record BenchOptions(string? Output, int LargeMegabytes, int? Rounds, int? Samples, bool Simulated)
{
    public const string Usage = "usage: [--out FILE] [--large-mb 400] [--rounds N] [--samples N] [--simulated]";

    /// <summary>Reads the arguments; null where they are off.</summary>
    public static BenchOptions? Parse(string[] arguments)
    {
        var options = new BenchOptions(null, 400, null, null, Simulated: false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var next = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--simulated":
                    options = options with { Simulated = true };
                    continue;
                case "--out" when next is not null:
                    options = options with { Output = next };
                    break;
                case "--large-mb" when Count(next) is { } megabytes:
                    options = options with { LargeMegabytes = megabytes };
                    break;
                case "--rounds" when Count(next) is { } rounds:
                    options = options with { Rounds = rounds };
                    break;
                case "--samples" when Count(next) is { } samples:
                    options = options with { Samples = samples };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }

    private static int? Count(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
}

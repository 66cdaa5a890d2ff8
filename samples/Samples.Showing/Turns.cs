using System.Diagnostics;

namespace Samples.Showing;

/// <summary>Times two programs in turns, so that what else the machine does slows both down.</summary>
public static class Turns
{
    /// <summary>Times them.</summary>
    /// <param name="rounds">How often each.</param>
    /// <param name="own">One program.</param>
    /// <param name="other">The other one.</param>
    /// <returns>The median of each, in milliseconds.</returns>
    public static (double Own, double Other) Medians(int rounds, Action own, Action other)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(other);
        var (ours, theirs) = (new double[rounds], new double[rounds]);
        for (var i = 0; i < rounds; i++)
        {
            ours[i] = Time(own);
            theirs[i] = Time(other);
        }

        return (Median(ours), Median(theirs));
    }

    // The threads of the one before spin for a while; its own have to wake, and a scheduler takes some milliseconds to spread them.
    private static double Time(Action run)
    {
        Thread.Sleep(20);
        var settled = Stopwatch.StartNew();
        do
        {
            run();
        }
        while (settled.ElapsedMilliseconds < 10);

        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}

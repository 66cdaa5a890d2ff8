using System.Diagnostics;

namespace SsnGen.Benchmarks.Compare;

/// <summary>Times several actions in turns, so that what the machine does meanwhile falls on all of them alike.</summary>
internal static class Interleaved
{
    // Milliseconds from which on what waking threads costs does not show.
    private const double LongAction = 30;

    /// <summary>The median time of each action.</summary>
    /// <param name="rounds">How often each is timed.</param>
    /// <param name="actions">The actions.</param>
    /// <returns>Milliseconds, in the order of the actions.</returns>
    public static double[] Medians(int rounds, params Action[] actions) => Medians(rounds, settle: false, actions);

    /// <summary>
    /// As <see cref="Medians(int, Action[])"/>, for actions that run on different threads: before each turn those of the
    /// one before are given time to stop spinning, and its own to wake.
    /// </summary>
    public static double[] SettledMedians(int rounds, params Action[] actions) => Medians(rounds, settle: true, actions);

    private static double[] Medians(int rounds, bool settle, Action[] actions)
    {
        var warmUp = rounds <= 3 ? 1 : Math.Max(2, rounds / 4);
        var times = new double[actions.Length][];
        var last = new double[actions.Length];
        for (var i = 0; i < actions.Length; i++)
        {
            times[i] = new double[rounds];
        }

        for (var round = -warmUp; round < rounds; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                if (settle)
                {
                    Settle(actions[i], last[i] > LongAction);
                }

                var start = Stopwatch.GetTimestamp();
                actions[i]();
                last[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (round >= 0)
                {
                    times[i][round] = last[i];
                }
            }
        }

        return [.. times.Select(Median)];
    }

    // libgomp's threads spin for several milliseconds; a scheduler takes as long to spread threads that it has just woken.
    private static void Settle(Action action, bool isLong)
    {
        Thread.Sleep(20);
        if (isLong)
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 10);
    }

    /// <summary>The median; sorts the values.</summary>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

using System.Runtime.ExceptionServices;

namespace SsnGen.Tests.Threading;

/// <summary>Runs a test on a thread of its own, which a lost wake-up or a deadlock cannot keep the suite waiting for.</summary>
internal static class TimeLimit
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Fails where the test does not end in time; otherwise rethrows what it has thrown.</summary>
    public static void Run(Action test)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                test();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(Limit), $"The test did not end within {Limit}: a wake-up was lost, or threads wait for each other.");
        failure?.Throw();
    }
}

namespace SsnGen.Threading;

// Waits that Thread.Interrupt does not end. A run that left before its workers would let them write into memory that is no
// longer the caller's, and a worker that died, or lost a round, would leave every later run waiting.
public sealed partial class ThreadTeam
{
    /// <summary>Enters a monitor, however often the thread is interrupted meanwhile.</summary>
    private static void Enter(object gate, ref ThreadInterruptedException? interrupt)
    {
        for (var entered = false; !entered;)
        {
            try
            {
                Monitor.Enter(gate, ref entered);
            }
            catch (ThreadInterruptedException e)
            {
                interrupt ??= e;
            }
        }
    }

    /// <summary>Waits for a pulse, or an interrupt: the caller looks again whether what it waits for is there.</summary>
    private static void Wait(object gate, ref ThreadInterruptedException? interrupt)
    {
        try
        {
            Monitor.Wait(gate);
        }
        catch (ThreadInterruptedException e)
        {
            interrupt ??= e;
        }
    }

    private static void Join(Thread thread, ref ThreadInterruptedException? interrupt)
    {
        for (var ended = false; !ended;)
        {
            try
            {
                thread.Join();
                ended = true;
            }
            catch (ThreadInterruptedException e)
            {
                interrupt ??= e;
            }
        }
    }

    /// <summary>Leaves an interrupt to the thread's next wait, where something else is thrown now, or nothing may be.</summary>
    private static void PassOn(ThreadInterruptedException? interrupt)
    {
        if (interrupt is not null)
            Thread.CurrentThread.Interrupt();
    }
}

using System.Runtime.InteropServices;

namespace SsnGen.Threading;

/// <summary>
/// Keeps a thread that is about to wake off the processor of the one that wakes it. Left alone, a scheduler may put both
/// on one processor for tens of milliseconds, in which two threads do the work of one. On Linux only; elsewhere, and where
/// the system does not allow it, nothing happens.
/// </summary>
internal static unsafe partial class ThreadPlacement
{
    // 1024 processors, as in the C library.
    private const int MaskBytes = 128;

    /// <summary>The calling thread's number in the system, or 0.</summary>
    public static int CurrentThread
    {
        get
        {
            try
            {
                return OperatingSystem.IsLinux() && GetProcessor() >= 0 ? GetThreadId() : 0;
            }
            catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
            {
                // A C library without these calls: threads wake where the scheduler likes.
                return 0;
            }
        }
    }

    /// <summary>Lets a sleeping thread wake on any of its processors but the calling thread's.</summary>
    /// <param name="thread">Its number, see <see cref="CurrentThread"/>; 0 is left alone.</param>
    /// <param name="mask">Receives what <see cref="Release"/> needs.</param>
    public static void KeepAway(int thread, ref Mask mask)
    {
        var processor = thread == 0 ? -1 : GetProcessor();
        if (processor is < 0 or >= 8 * MaskBytes)
        {
            return;
        }

        fixed (byte* bits = mask.Bits)
        {
            if (GetAffinity(thread, MaskBytes, bits) != 0)
            {
                return;
            }

            var bit = (byte)(1 << (processor % 8));
            if ((bits[processor / 8] & bit) == 0)
            {
                return;
            }

            bits[processor / 8] ^= bit;

            // Fails, and changes nothing, where no processor would be left.
            mask.IsNarrowed = SetAffinity(thread, MaskBytes, bits) == 0;
            bits[processor / 8] ^= bit;
            mask.Without = processor;
        }
    }

    /// <summary>
    /// Lets a thread run where it could before, unless somebody else has meanwhile said where it may: an administrator's mask
    /// stays.
    /// </summary>
    /// <remarks>
    /// The system has no exchange under a condition. A mask that is set between the question and the answer, here or in
    /// <see cref="KeepAway"/>, a microsecond, is lost; and one that equals the narrowed mask cannot be told from it, and is
    /// widened. Where processors come or go meanwhile the mask is no longer as it was set, and is left as it is.
    /// </remarks>
    public static void Release(int thread, ref Mask mask)
    {
        if (!mask.IsNarrowed)
        {
            return;
        }

        mask.IsNarrowed = false;
        var current = stackalloc byte[MaskBytes];
        if (GetAffinity(thread, MaskBytes, current) != 0)
        {
            return;
        }

        current[mask.Without / 8] ^= (byte)(1 << (mask.Without % 8));
        fixed (byte* bits = mask.Bits)
        {
            if (new ReadOnlySpan<byte>(current, MaskBytes).SequenceEqual(new ReadOnlySpan<byte>(bits, MaskBytes)))
            {
                _ = SetAffinity(thread, MaskBytes, bits);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    private static partial int GetProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint length, byte* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint length, byte* mask);

    /// <summary>The processors of a thread, and the one that it was kept away from.</summary>
    internal struct Mask
    {
        public fixed byte Bits[MaskBytes];
        public int Without;
        public bool IsNarrowed;
    }
}

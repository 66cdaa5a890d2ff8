namespace SsnGen.Generator.Planning.Gpu;

/// <summary>How the threads of a device share the values that one normalization extends over.</summary>
/// <param name="Vectors">Vectors in all.</param>
/// <param name="IsGroup">Whether a group works on them, instead of a warp.</param>
/// <param name="Threads">Threads of a group, of which all, or those of one warp, share the vectors.</param>
/// <param name="Unrolled">Vectors that each thread reads back to back, and holds in registers.</param>
internal readonly record struct GpuThreadsPlan(int Vectors, bool IsGroup, int Threads, int Unrolled)
{
    private const int Warp = 32;

    /// <summary>Threads of a group whose warps work alone.</summary>
    private const int WarpGroup = 256;

    private const int SmallestGroup = 128;

    private const int LargestGroup = 1024;

    /// <summary>
    /// Vectors that a group holds, of four registers each: three eighths of the 65536 of a multiprocessor, as threads compute with
    /// the others.
    /// </summary>
    private const int MostHeld = 6144;

    /// <summary>Vectors of a thread that may be missing, of 8: more turns of fewer threads cost less than idle ones.</summary>
    private const int MissingOfEight = 1;

    /// <summary>Plans the threads of a slab: a warp where it holds the slab in registers.</summary>
    /// <param name="vectors">Vectors of the slab.</param>
    /// <param name="mostUnrolled">Vectors that a thread may hold.</param>
    /// <param name="tensors">Tensors of which it holds them.</param>
    public static GpuThreadsPlan OfSlab(int vectors, int mostUnrolled, int tensors = 1) =>
        vectors <= mostUnrolled * Warp
            ? new GpuThreadsPlan(vectors, IsGroup: false, WarpGroup, (vectors + Warp - 1) / Warp)
            : OfGroup(vectors, mostUnrolled, tensors);

    /// <summary>
    /// Plans the threads of a group: as many vectors per thread as leave few threads without work, since loads in flight hide the
    /// latency of memory; where no group holds them all, the usual group in turns.
    /// </summary>
    public static GpuThreadsPlan OfGroup(int vectors, int mostUnrolled, int tensors = 1)
    {
        var best = new GpuThreadsPlan(vectors, IsGroup: true, 2 * WarpGroup, mostUnrolled);
        var least = int.MaxValue;
        for (var unrolled = mostUnrolled; unrolled >= 1; unrolled--)
        {
            var threads = Math.Max(SmallestGroup, ((vectors + (unrolled * Warp) - 1) / (unrolled * Warp)) * Warp);
            var covered = threads * unrolled;
            if (threads > LargestGroup || covered * tensors > MostHeld)
            {
                continue;
            }

            if ((covered - vectors) * 8 <= covered * MissingOfEight)
            {
                return new GpuThreadsPlan(vectors, IsGroup: true, threads, unrolled);
            }

            if (covered < least)
            {
                (least, best) = (covered, new GpuThreadsPlan(vectors, IsGroup: true, threads, unrolled));
            }
        }

        return best;
    }

    /// <summary>Whether the threads hold all values at once.</summary>
    public bool HoldsAll => Vectors <= Unrolled * (IsGroup ? Threads : Warp);
}

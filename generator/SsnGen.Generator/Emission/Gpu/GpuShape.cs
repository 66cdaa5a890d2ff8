using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Gpu;

/// <summary>How the threads of a device share the slabs of one specialization, derived from its plan.</summary>
internal sealed class GpuShape(KernelPlan plan)
{
    private const int Warp = 32;
    private const int Group = 256;

    /// <summary>Vectors that a thread holds in registers at most.</summary>
    private const int MostUnrolled = 8;

    public KernelPlan Plan { get; } = plan;

    /// <summary>Floats that are read at once.</summary>
    public int Width => Plan.SlabSize % 4 == 0 ? 4 : 1;

    /// <summary>Vectors of a slab.</summary>
    public int Vectors => Plan.SlabSize / Width;

    /// <summary>Whether a group works on a slab: it is more than a warp holds in registers.</summary>
    public bool IsGroupPerSlab => Vectors > MostUnrolled * Warp;

    /// <summary>Vectors that each thread reads back to back.</summary>
    public int Unrolled => Math.Min(MostUnrolled, (Vectors + Threads - 1) / Threads);

    /// <summary>The alias of the type that is read at once.</summary>
    public string Vector => Width == 4 ? "Float4" : "float";

    /// <summary>The sum over the threads that share a slab, of an expression.</summary>
    public string Sum(string value) => IsGroupPerSlab ? $"Lanes.GroupSum({value}, shared)" : $"Lanes.WarpSum({value})";

    public bool Has(Normalizer normalizer) => Plan.Omega.Contains(normalizer);

    private int Threads => IsGroupPerSlab ? Group : Warp;
}

namespace SsnGen.Generator.Planning.Gpu;

/// <summary>One specialization of the kernels on graphics processors.</summary>
/// <param name="Kernel">The same specialization on the CPU.</param>
/// <param name="IsOfAnyStorage">Whether one text serves tensors of floats and of halves.</param>
/// <param name="Width">Values that are read at once: 4 where that divides the slab, otherwise 1.</param>
/// <param name="Slab">The threads of a slab in passes that read x.</param>
/// <param name="Gradient">The threads of a slab in passes that read x and the upstream gradient: fewer vectors of each.</param>
/// <param name="Sample">The threads of a sample, or null where it is not read in one go.</param>
/// <param name="Group">The threads of a group of channels, or null where it is not read in one go.</param>
internal sealed record GpuKernelPlan(
    KernelPlan Kernel,
    bool IsOfAnyStorage,
    int Width,
    GpuThreadsPlan Slab,
    GpuThreadsPlan Gradient,
    GpuThreadsPlan? Sample,
    GpuThreadsPlan? Group)
{
    private const int MostUnrolled = 8;
    private const int MostUnrolledGradient = 4;

    /// <summary>Plans the kernels of a specialization.</summary>
    public static GpuKernelPlan Of(KernelPlan kernel, bool isOfAnyStorage)
    {
        var width = kernel.SlabSize % 4 == 0 ? 4 : 1;
        var vectors = kernel.SlabSize / width;
        var tensors = kernel.Residual ? 2 : 1;
        return new GpuKernelPlan(
            kernel,
            isOfAnyStorage,
            width,
            GpuThreadsPlan.OfSlab(vectors, MostUnrolled, tensors),
            GpuThreadsPlan.OfSlab(vectors, MostUnrolledGradient, tensors + 1),
            Whole(kernel, Normalizer.Layer, kernel.Channels, vectors, tensors),
            Whole(kernel, Normalizer.Group, kernel.Channels / kernel.Groups, vectors, tensors));
    }

    /// <summary>Vectors of a slab.</summary>
    public int Vectors => Slab.Vectors;

    /// <summary>The name of the emitted class.</summary>
    public string ClassName => "Gpu" + Kernel.ClassName;

    /// <summary>Whether moments of several slabs are pooled.</summary>
    public bool Pools => Kernel.Omega.Any(static n => n != Normalizer.Instance);

    /// <summary>Whether some selection has gradients that flow through slab moments alone, or, with running moments, through none.</summary>
    public bool IsSlabwiseEver => Has(Normalizer.Instance) || Has(Normalizer.Batch);

    /// <summary>Whether the backward pass reads another tensor than x and the upstream gradient.</summary>
    public bool ReadsSaved => Kernel.ReadsOutput || Kernel.ReadsResidual;

    public bool Has(Normalizer normalizer) => Kernel.Has(normalizer);

    private static GpuThreadsPlan? Whole(KernelPlan kernel, Normalizer normalizer, int channels, int vectors, int tensors) =>
        kernel.Has(normalizer) && !kernel.Bessel
        && (long)channels * vectors <= int.MaxValue
        && GpuThreadsPlan.OfGroup(channels * vectors, MostUnrolled, tensors) is { HoldsAll: true } threads
            ? threads
            : null;
}

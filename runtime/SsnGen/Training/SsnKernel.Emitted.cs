using System.ComponentModel;

namespace SsnGen.Training;

// What the generator emits for one specialization. Ranges are [first, limit) over slabs k = n·C + c, samples or channels.
public abstract unsafe partial class SsnKernel
{
    /// <summary>Writes the moments of slabs. Reads x.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="first">The first slab.</param>
    /// <param name="limit">The slab after the last.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void ComputeSlabMoments(SsnPass pass, int first, int limit);

    /// <summary>Writes the coefficients of the output of slabs: μ_hi, r, a and b.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="first">The first slab.</param>
    /// <param name="limit">The slab after the last.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void ComputeCoefficients(SsnPass pass, int first, int limit);

    /// <summary>
    /// Writes the output of slabs, the first one first. The schedule calls it for a stretch of slabs at a time, the last
    /// stretch first where the whole tensor was read before: its end is still in cache then.
    /// </summary>
    /// <param name="pass">The pass.</param>
    /// <param name="first">The first slab.</param>
    /// <param name="limit">The slab after the last.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Normalize(SsnPass pass, int first, int limit);

    /// <summary>Writes the sums of the gradient over slabs, and with them ∂L/∂μ and ∂L/∂σ².</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="first">The first slab.</param>
    /// <param name="limit">The slab after the last.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void ComputeSlabGradients(SsnPass pass, int first, int limit);

    /// <summary>Writes the coefficients of the gradient of the input of slabs: center, slope and offset.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="first">The first slab.</param>
    /// <param name="limit">The slab after the last.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void ComputeGradientCoefficients(SsnPass pass, int first, int limit);

    /// <summary>
    /// Writes the gradients of the input and the residual of slabs, the first one first; called for stretches as
    /// <see cref="Normalize"/> is.
    /// </summary>
    /// <param name="pass">The pass.</param>
    /// <param name="first">The first slab.</param>
    /// <param name="limit">The slab after the last.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Differentiate(SsnPass pass, int first, int limit);
}

using System.ComponentModel;

namespace SsnGen.Gpu.Kernels;

/// <summary>The activations of emitted kernels, and the gradients through them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuActivations
{
    /// <summary>max(t, 0), NaN where t is: the maximum of a device would drop it.</summary>
    /// <param name="t">t.</param>
    public static float Relu(float t) => t < 0f ? 0f : t;

    /// <summary>t where t is positive, slope·t elsewhere.</summary>
    /// <param name="t">t.</param>
    /// <param name="slope">The slope.</param>
    public static float LeakyRelu(float t, float slope) => t < 0f ? slope * t : t;

    /// <summary>t/(1 + exp(−t)).</summary>
    /// <param name="t">t.</param>
    public static float Silu(float t) => t / (1f + MathF.Exp(-t));

    /// <summary>∂L/∂t of <see cref="Relu"/>; t or y, whose signs agree.</summary>
    /// <param name="t">t.</param>
    /// <param name="upstream">∂L/∂y.</param>
    public static float ReluGradient(float t, float upstream) => t <= 0f ? 0f : upstream;

    /// <summary>∂L/∂t of <see cref="LeakyRelu"/>.</summary>
    /// <param name="t">t.</param>
    /// <param name="upstream">∂L/∂y.</param>
    /// <param name="slope">The slope.</param>
    public static float LeakyReluGradient(float t, float upstream, float slope) => t <= 0f ? slope * upstream : upstream;

    /// <summary>∂L/∂t of <see cref="Silu"/>: σ(t)·(1 + t (1 − σ(t))) times ∂L/∂y.</summary>
    /// <param name="t">t.</param>
    /// <param name="upstream">∂L/∂y.</param>
    public static float SiluGradient(float t, float upstream)
    {
        var sigmoid = 1f / (1f + MathF.Exp(-t));
        return upstream * sigmoid * (1f + (t * (1f - sigmoid)));
    }
}

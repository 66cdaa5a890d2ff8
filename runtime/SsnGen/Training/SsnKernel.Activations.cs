using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SsnGen.Training;

// Activations and their gradients, for a vector and for a single value (the same to the bit, and as free of branches,
// which random signs would have the processor guess). NaN passes through each.
public abstract partial class SsnKernel
{
    /// <summary>max(t, 0), in one instruction, which gives its second operand where one is NaN (x64) or NaN (Arm).</summary>
    /// <param name="t">t.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> Relu(Vector<float> t) => Vector.MaxNative(Vector<float>.Zero, t);

    /// <inheritdoc cref="Relu(Vector{float})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static float Relu(float t) => Relu(new Vector<float>(t)).ToScalar();

    /// <summary>The gradient of ReLU.</summary>
    /// <param name="t">t, or y in its place.</param>
    /// <param name="upstream">∂L/∂y.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> ReluGradient(Vector<float> t, Vector<float> upstream) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(t, Vector<float>.Zero), Vector<float>.Zero, upstream);

    /// <inheritdoc cref="ReluGradient(Vector{float}, Vector{float})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static float ReluGradient(float t, float upstream) =>
        ReluGradient(new Vector<float>(t), new Vector<float>(upstream)).ToScalar();

    /// <summary>t for t &gt; 0, slope·t otherwise.</summary>
    /// <param name="t">t.</param>
    /// <param name="slope">The slope for negative values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> LeakyRelu(Vector<float> t, float slope) =>
        Vector.ConditionalSelect(Vector.LessThan(t, Vector<float>.Zero), t * slope, t);

    /// <inheritdoc cref="LeakyRelu(Vector{float}, float)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static float LeakyRelu(float t, float slope) => LeakyRelu(new Vector<float>(t), slope).ToScalar();

    /// <summary>The gradient of LeakyReLU.</summary>
    /// <param name="t">t, or y in its place where the slope is not negative.</param>
    /// <param name="upstream">∂L/∂y.</param>
    /// <param name="slope">The slope for negative values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> LeakyReluGradient(Vector<float> t, Vector<float> upstream, float slope) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(t, Vector<float>.Zero), upstream * slope, upstream);

    /// <inheritdoc cref="LeakyReluGradient(Vector{float}, Vector{float}, float)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static float LeakyReluGradient(float t, float upstream, float slope) =>
        LeakyReluGradient(new Vector<float>(t), new Vector<float>(upstream), slope).ToScalar();

    /// <summary>t / (1 + exp(−t)).</summary>
    /// <param name="t">t.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> Silu(Vector<float> t) => t / (Vector<float>.One + Exp(-t));

    /// <inheritdoc cref="Silu(Vector{float})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static float Silu(float t) => Silu(new Vector<float>(t)).ToScalar();

    /// <summary>The gradient of SiLU: σ (1 + t (1 − σ)), σ = 1/(1 + exp(−t)).</summary>
    /// <param name="t">t.</param>
    /// <param name="upstream">∂L/∂y.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> SiluGradient(Vector<float> t, Vector<float> upstream)
    {
        var sigmoid = Vector<float>.One / (Vector<float>.One + Exp(-t));
        return upstream * (sigmoid * Vector.MultiplyAddEstimate(t, Vector<float>.One - sigmoid, Vector<float>.One));
    }

    /// <inheritdoc cref="SiluGradient(Vector{float}, Vector{float})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static float SiluGradient(float t, float upstream) =>
        SiluGradient(new Vector<float>(t), new Vector<float>(upstream)).ToScalar();

    /// <summary>
    /// exp within 2e-7 of its value: x = n ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r (Cephes' expf), and n added to
    /// the exponent. 0 below −87.7, infinity above 88.4.
    /// </summary>
    [MethodImpl(Inlined)]
    private static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(89f)), new Vector<float>(89f), x);
        x = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(-88f)), new Vector<float>(-88f), x);
        var n = Vector.Round(x * 1.44269504f);
        var r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), r);
        var p = Vector.MultiplyAddEstimate(new Vector<float>(1.9875691500e-4f), r, new Vector<float>(1.3981999507e-3f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.MultiplyAddEstimate(p, r * r, r + Vector<float>.One);
        return p * ((Vector.ConvertToInt32(n) + new Vector<int>(127)) << 23).As<int, float>();
    }
}

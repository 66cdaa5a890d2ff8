namespace SsnGen.Training;

/// <summary>The gate of Switchable Normalization: p_k = exp(z_k) / Σ_j exp(z_j). Never sparse.</summary>
/// <remarks>Luo et al., <i>Differentiable Learning-to-Normalize via Switchable Normalization</i>, ICLR 2019.</remarks>
public static class Softmax
{
    /// <summary>Computes importance ratios.</summary>
    /// <param name="z">The control parameters, [K], K ≥ 1.</param>
    /// <param name="p">Where the importance ratios are written, [K].</param>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="z"/> is empty, or the lengths differ.</exception>
    public static void Evaluate(ReadOnlySpan<double> z, Span<double> p)
    {
        GateArguments.CheckControl(z);
        GateArguments.CheckLength(p.Length, z.Length);
        var largest = double.NegativeInfinity;
        foreach (var value in z)
            largest = Math.Max(largest, value);
        var sum = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            p[i] = Math.Exp(z[i] - largest);
            sum += p[i];
        }

        for (var i = 0; i < p.Length; i++)
            p[i] /= sum;
    }

    /// <summary>Computes the gradient of the control parameters: ∂z_k = p_k (∂p_k − Σ_j p_j ∂p_j).</summary>
    /// <param name="z">The control parameters, [K].</param>
    /// <param name="gradient">∂L/∂p, [K].</param>
    /// <param name="controlGradient">Where ∂L/∂z is written, [K].</param>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="z"/> is empty, or the lengths differ.</exception>
    public static void Backward(ReadOnlySpan<double> z, ReadOnlySpan<double> gradient, Span<double> controlGradient)
    {
        GateArguments.CheckLength(gradient.Length, z.Length);
        GateArguments.CheckLength(controlGradient.Length, z.Length);
        var p = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        Evaluate(z, p);
        var mean = 0.0;
        for (var i = 0; i < p.Length; i++)
            mean += p[i] * gradient[i];
        for (var i = 0; i < p.Length; i++)
            controlGradient[i] = p[i] * (gradient[i] - mean);
    }
}

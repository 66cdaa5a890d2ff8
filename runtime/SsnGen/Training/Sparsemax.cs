namespace SsnGen.Training;

/// <summary>The Euclidean projection onto the simplex: argmin ‖p − z‖² over p ≥ 0, Σp = 1.</summary>
/// <remarks>Martins and Astudillo, <i>From Softmax to Sparsemax</i>, ICML 2016, algorithm 1.</remarks>
public static class Sparsemax
{
    /// <summary>Computes importance ratios, exactly 0 off the support; exactly 1 where the support is one index.</summary>
    /// <param name="z">The control parameters, [K], K ≥ 1.</param>
    /// <param name="p">Where the importance ratios are written, [K].</param>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="z"/> is empty, or the lengths differ.</exception>
    public static void Evaluate(ReadOnlySpan<double> z, Span<double> p)
    {
        GateArguments.CheckControl(z);
        GateArguments.CheckLength(p.Length, z.Length);
        var order = z.Length <= GateArguments.StackLength ? stackalloc int[z.Length] : new int[z.Length];
        var gaps = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        GateArguments.Sort(z, order, gaps);
        var support = Support(gaps, out var threshold);
        p.Clear();
        for (var i = 0; i < support; i++)
            p[order[i]] = gaps[i] - threshold;
    }

    /// <summary>
    /// Computes the gradient of the control parameters. The Jacobian is P_S, the identity on the support S less its
    /// mean: ∂z_k = ∂p_k − mean_S ∂p on S, and 0 elsewhere.
    /// </summary>
    /// <param name="z">The control parameters, [K].</param>
    /// <param name="gradient">∂L/∂p, [K].</param>
    /// <param name="controlGradient">Where ∂L/∂z is written, [K].</param>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="z"/> is empty, or the lengths differ.</exception>
    public static void Backward(ReadOnlySpan<double> z, ReadOnlySpan<double> gradient, Span<double> controlGradient) =>
        SparsestMax.Backward(z, radius: 0, gradient, controlGradient);

    /// <summary>Finds the support of the projection of ordered values.</summary>
    /// <param name="values">The values, from the largest to the smallest.</param>
    /// <param name="threshold">What is subtracted from each value on the support.</param>
    /// <returns>How many of the values, from the first on, are on the support; at least 1.</returns>
    internal static int Support(ReadOnlySpan<double> values, out double threshold)
    {
        var sum = values[0];
        var count = 1;
        for (; count < values.Length && 1 + (count * values[count]) > sum; count++)
            sum += values[count];
        threshold = (sum - 1) / count;

        // By the threshold itself, so that equal values are on the support together or not at all.
        var support = 1;
        while (support < values.Length && values[support] > threshold)
            support++;
        return support;
    }
}

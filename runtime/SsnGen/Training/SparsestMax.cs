namespace SsnGen.Training;

/// <summary>
/// The gate of Sparse Switchable Normalization: argmin ‖p − z‖² over the simplex outside of a ball around its center,
/// ‖p − 1/K‖₂ ≥ r. The radius r grows in training; from <see cref="CriticalRadius"/> on, p is one-hot.
/// </summary>
/// <remarks>
/// Shao et al., <i>SSN: Learning Sparse Switchable Normalization via SparsestMax</i>, CVPR 2019, section 4.
/// <para>
/// The published stages project onto the simplex, push p away from the middle of its support S to the sphere, and start
/// again where that leaves the simplex; where the argmin is unique, they end in it. On S, each stage scales and shifts z,
/// so p_S − 1/m is always a positive multiple of z_S − mean(z_S), with m = |S|: only the support has to be found in
/// stages, and p follows from z in one step, without the rounding of the stages before. Their Jacobians collapse in the
/// same way, because each stage's direction, cut to the next support, is that one's direction:
/// </para>
/// <code>
///   sparsemax(z) outside of the ball   p = sparsemax(z)        J = P_S
///   otherwise, on the sphere           p = 1/m + r_S n         J = (r_S / d)(P_S − n nᵀ)
///   n = (z_S − mean z_S) / d           d = ‖z_S − mean z_S‖    r_S = √(r² − (1/m − 1/K))
/// </code>
/// <para>
/// P_S is the identity on S less its mean. J is symmetric, so it is its own transpose. Where all of z_S are equal there is
/// no direction n: below the critical radius p = 1/m on S, inside of the ball, with the Jacobian of the stages so far, so
/// that the next gradient breaks the tie; from the critical radius on the first of them is selected.
/// </para>
/// </remarks>
public static class SparsestMax
{
    // The slope r_S/d of two control parameters that differ by a denormal number would be infinite.
    private const double MaxSlope = 1e30;

    /// <summary>The radius at which the ball touches the corners of the simplex: √((K − 1)/K).</summary>
    /// <param name="k">How many control parameters there are; at least 1.</param>
    /// <returns>The radius from which on p is one-hot; 0 for K = 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public static double CriticalRadius(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return Math.Sqrt((k - 1) / (double)k);
    }

    /// <summary>Computes importance ratios, exactly 0 off the support; exactly 1 where the support is one index.</summary>
    /// <param name="z">The control parameters, [K], K ≥ 1.</param>
    /// <param name="radius">The radius r of the ball; finite, at least 0.</param>
    /// <param name="p">Where the importance ratios are written, [K].</param>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="z"/> is empty, the lengths differ, or <paramref name="radius"/> is out of range.</exception>
    public static void Evaluate(ReadOnlySpan<double> z, double radius, Span<double> p)
    {
        GateArguments.CheckControl(z);
        GateArguments.CheckRadius(radius);
        GateArguments.CheckLength(p.Length, z.Length);
        var order = z.Length <= GateArguments.StackLength ? stackalloc int[z.Length] : new int[z.Length];
        var gaps = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        var values = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        var direction = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        GateArguments.Sort(z, order, gaps);
        var face = Solve(gaps, radius, values, direction);
        p.Clear();
        for (var i = 0; i < face.Size; i++)
            p[order[i]] = values[i];
    }

    /// <summary>Computes the gradient of the control parameters, ∂z = J ∂p.</summary>
    /// <param name="z">The control parameters, [K].</param>
    /// <param name="radius">The radius r of the ball; finite, at least 0.</param>
    /// <param name="gradient">∂L/∂p, [K].</param>
    /// <param name="controlGradient">Where ∂L/∂z is written, [K]; exactly 0 off the support, and everywhere where p is one-hot.</param>
    /// <exception cref="ControlParameterException">A control parameter is NaN or infinite.</exception>
    /// <exception cref="ArgumentException"><paramref name="z"/> is empty, the lengths differ, or <paramref name="radius"/> is out of range.</exception>
    public static void Backward(ReadOnlySpan<double> z, double radius, ReadOnlySpan<double> gradient, Span<double> controlGradient)
    {
        GateArguments.CheckControl(z);
        GateArguments.CheckRadius(radius);
        GateArguments.CheckLength(gradient.Length, z.Length);
        GateArguments.CheckLength(controlGradient.Length, z.Length);
        var order = z.Length <= GateArguments.StackLength ? stackalloc int[z.Length] : new int[z.Length];
        var gaps = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        var values = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        var direction = z.Length <= GateArguments.StackLength ? stackalloc double[z.Length] : new double[z.Length];
        GateArguments.Sort(z, order, gaps);
        var face = Solve(gaps, radius, values, direction);
        Differentiate(face, order, direction, gradient, centered: values);
        controlGradient.Clear();
        for (var i = 0; i < face.Size; i++)
            controlGradient[order[i]] = values[i];
    }

    /// <summary>Finds the support, p on it, and the direction n (0 where p is not on the sphere), all in the order of the gaps.</summary>
    private static Face Solve(ReadOnlySpan<double> gaps, double radius, Span<double> values, Span<double> direction)
    {
        var k = gaps.Length;
        direction.Clear();
        if (radius >= CriticalRadius(k))
        {
            values[0] = 1;
            return new Face(1, 0, OnSphere: true);
        }

        var size = Sparsemax.Support(gaps, out var threshold);
        for (var i = 0; i < size; i++)
            values[i] = gaps[i] - threshold;
        if (SquaredDistance(values[..size], k) >= radius * radius)
            return new Face(size, 1, OnSphere: false);

        var slope = 1.0;
        while (size > 1)
        {
            if (gaps[size - 1] == 0)
            {
                values[..size].Fill(1.0 / size);
                direction.Clear();
                return new Face(size, slope, OnSphere: false);
            }

            slope = Expand(gaps[..size], k, radius, values, direction);
            if (values[size - 1] > 0)
                return new Face(size, slope, OnSphere: true);

            // Values that are not positive are never on the support; leaving them out keeps rounding from saying otherwise.
            var positive = size - 1;
            while (values[positive - 1] <= 0)
                positive--;
            size = Sparsemax.Support(values[..positive], out _);
        }

        values[0] = 1;
        return new Face(1, 0, OnSphere: true);
    }

    /// <summary>Moves from the middle of the support along the direction of its gaps to the sphere.</summary>
    /// <returns>The slope r_S/d.</returns>
    private static double Expand(ReadOnlySpan<double> gaps, int k, double radius, Span<double> values, Span<double> direction)
    {
        // As multiples of the largest gap, so that the squares of small gaps do not vanish.
        var size = gaps.Length;
        var range = -gaps[size - 1];
        var mean = 0.0;
        for (var i = 0; i < size; i++)
            mean += gaps[i] / range;
        mean /= size;
        var squares = 0.0;
        for (var i = 0; i < size; i++)
        {
            direction[i] = (gaps[i] / range) - mean;
            squares += direction[i] * direction[i];
        }

        var norm = Math.Sqrt(squares);
        var faceRadius = Math.Sqrt(Math.Max(0, (radius * radius) - ((k - size) / ((double)k * size))));
        for (var i = 0; i < size; i++)
        {
            direction[i] /= norm;
            values[i] = (1.0 / size) + (faceRadius * direction[i]);
        }

        return Math.Min(faceRadius / (norm * range), MaxSlope);
    }

    /// <summary>‖p − 1/K‖², p given on its support.</summary>
    private static double SquaredDistance(ReadOnlySpan<double> values, int k)
    {
        var center = 1.0 / k;
        var sum = (k - values.Length) * center * center;
        foreach (var value in values)
            sum += (value - center) * (value - center);
        return sum;
    }

    /// <summary>Multiplies the gradient on the support by slope · (P_S − n nᵀ).</summary>
    private static void Differentiate(Face face, ReadOnlySpan<int> order, ReadOnlySpan<double> direction, ReadOnlySpan<double> gradient, Span<double> centered)
    {
        // Nothing is free to move: p is a corner, or one of the two points of an edge on the sphere.
        if (face.Size == 1 || (face.Size == 2 && face.OnSphere))
        {
            centered.Clear();
            return;
        }

        var mean = 0.0;
        for (var i = 0; i < face.Size; i++)
            mean += gradient[order[i]];
        mean /= face.Size;
        var along = 0.0;
        for (var i = 0; i < face.Size; i++)
        {
            centered[i] = gradient[order[i]] - mean;
            along += direction[i] * centered[i];
        }

        for (var i = 0; i < face.Size; i++)
            centered[i] = face.Slope * (centered[i] - (along * direction[i]));
    }

    /// <summary>The face of the simplex that p lies on.</summary>
    /// <param name="Size">The size of the support: the first so many, in the order of the gaps.</param>
    /// <param name="Slope">The factor from z_S − mean z_S to p_S − 1/m, which is that of the Jacobian.</param>
    /// <param name="OnSphere">Whether the sphere holds p, so that the Jacobian loses the direction n.</param>
    private readonly record struct Face(int Size, double Slope, bool OnSphere);
}

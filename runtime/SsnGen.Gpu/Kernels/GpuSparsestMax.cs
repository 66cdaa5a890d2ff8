using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary><see cref="SsnGen.Training.SparsestMax"/> on the device, step for step; with a radius of 0 it is sparsemax.</summary>
/// <remarks>Scratch holds the gaps, the values of p on its support and the direction n, K of each, all in the order of the gaps.</remarks>
internal static class GpuSparsestMax
{
    // The slope r_S/d of two control parameters that differ by a denormal number would be infinite.
    private const double MaxSlope = 1e30;

    /// <summary>p at a place of the order.</summary>
    public static double Value(ArrayView<double> scratch, int count, int index) => scratch[count + index];

    /// <summary>Finds the order of the control parameters, the support, p on it, and the direction n (0 where p is not on the sphere).</summary>
    public static GpuFace Solve(ArrayView<float> control, double radius, ArrayView<int> order, ArrayView<double> scratch)
    {
        var count = (int)control.Length;
        var values = scratch.SubView(count, count);
        var direction = scratch.SubView(2 * count, count);
        Sort(control, order, scratch);
        for (var i = 0; i < count; i++)
        {
            direction[i] = 0.0;
        }

        if (radius >= Math.Sqrt((count - 1) / (double)count))
        {
            values[0] = 1.0;
            return new GpuFace(1, 0.0, 1);
        }

        var size = Support(scratch, count);
        var threshold = Threshold(scratch, count);
        var distance = 0.0;
        for (var i = 0; i < count; i++)
        {
            var value = i < size ? scratch[i] - threshold : 0.0;
            values[i] = value;
            distance += (value - (1.0 / count)) * (value - (1.0 / count));
        }

        return distance >= radius * radius ? new GpuFace(size, 1.0, 0) : SolveOnSphere(scratch, count, radius, size);
    }

    /// <summary>Multiplies the gradient on the support by slope · (P_S − n nᵀ).</summary>
    public static void Differentiate(GpuFace face, ArrayView<double> gradient, ArrayView<float> result, ArrayView<int> order, ArrayView<double> scratch, int count)
    {
        // Nothing is free to move: p is a corner, or one of the two points of an edge on the sphere.
        if (face.Size == 1 || (face.Size == 2 && face.OnSphere != 0))
        {
            return;
        }

        var mean = 0.0;
        for (var i = 0; i < face.Size; i++)
        {
            mean += gradient[order[i]];
        }

        mean /= face.Size;
        var along = 0.0;
        for (var i = 0; i < face.Size; i++)
        {
            along += scratch[(2 * count) + i] * (gradient[order[i]] - mean);
        }

        for (var i = 0; i < face.Size; i++)
        {
            result[order[i]] = (float)(face.Slope * (gradient[order[i]] - mean - (along * scratch[(2 * count) + i])));
        }
    }

    /// <summary>Orders by insertion, earlier ones first among equals; gaps are control parameters less their maximum, at least −1.</summary>
    private static void Sort(ArrayView<float> control, ArrayView<int> order, ArrayView<double> gaps)
    {
        for (var i = 0; i < control.Length; i++)
        {
            var place = i;
            while (place > 0)
            {
                var before = order[place - 1];
                if (control[before] >= control[i])
                {
                    break;
                }

                order[place] = before;
                place--;
            }

            order[place] = i;
        }

        var largest = (double)control[order[0]];
        for (var i = 0; i < control.Length; i++)
        {
            var gap = control[order[i]] - largest;
            gaps[i] = gap > -1.0 ? gap : -1.0;
        }
    }

    private static GpuFace SolveOnSphere(ArrayView<double> scratch, int count, double radius, int size)
    {
        var values = scratch.SubView(count, count);
        var slope = 1.0;
        while (size > 1)
        {
            if (scratch[size - 1] == 0.0)
            {
                for (var i = 0; i < size; i++)
                {
                    values[i] = 1.0 / size;
                    scratch[(2 * count) + i] = 0.0;
                }

                return new GpuFace(size, slope, 0);
            }

            slope = Expand(scratch, count, radius, size);
            if (values[size - 1] > 0.0)
            {
                return new GpuFace(size, slope, 1);
            }

            // Values that are not positive are never on the support; leaving them out keeps rounding from saying otherwise.
            var positive = size - 1;
            while (positive > 1 && values[positive - 1] <= 0.0)
            {
                positive--;
            }

            size = Support(values, positive);
        }

        values[0] = 1.0;
        return new GpuFace(1, 0.0, 1);
    }

    /// <summary>Moves from the middle of the support along the direction of its gaps to the sphere; returns the slope r_S/d.</summary>
    private static double Expand(ArrayView<double> scratch, int count, double radius, int size)
    {
        var values = scratch.SubView(count, count);
        var direction = scratch.SubView(2 * count, count);
        var range = -scratch[size - 1];
        var mean = 0.0;
        for (var i = 0; i < size; i++)
        {
            mean += scratch[i] / range;
        }

        mean /= size;
        var squares = 0.0;
        for (var i = 0; i < size; i++)
        {
            direction[i] = (scratch[i] / range) - mean;
            squares += direction[i] * direction[i];
        }

        var norm = Math.Sqrt(squares);
        var faceSquare = (radius * radius) - ((count - size) / ((double)count * size));
        var faceRadius = faceSquare > 0.0 ? Math.Sqrt(faceSquare) : 0.0;
        for (var i = 0; i < size; i++)
        {
            direction[i] /= norm;
            values[i] = (1.0 / size) + (faceRadius * direction[i]);
        }

        var slope = faceRadius / (norm * range);
        return slope < MaxSlope ? slope : MaxSlope;
    }

    /// <summary>How many of ordered values, from the first on, the projection onto the simplex keeps.</summary>
    private static int Support(ArrayView<double> values, int count)
    {
        // By the threshold itself, so that equal values are on the support together or not at all.
        var threshold = Threshold(values, count);
        var support = 1;
        while (support < count && values[support] > threshold)
        {
            support++;
        }

        return support;
    }

    /// <summary>What the projection onto the simplex subtracts from ordered values.</summary>
    private static double Threshold(ArrayView<double> values, int count)
    {
        var sum = values[0];
        var kept = 1;
        while (kept < count && 1.0 + (kept * values[kept]) > sum)
        {
            sum += values[kept];
            kept++;
        }

        return (sum - 1.0) / kept;
    }
}

/// <summary>The face of the simplex that p lies on.</summary>
internal struct GpuFace(int size, double slope, int onSphere)
{
    /// <summary>The size of the support: the first so many, in the order of the gaps.</summary>
    public int Size = size;

    /// <summary>The factor from z_S − mean z_S to p_S − 1/m, which is that of the Jacobian.</summary>
    public double Slope = slope;

    /// <summary>Whether the sphere holds p, 1 or 0, so that the Jacobian loses the direction n.</summary>
    public int OnSphere = onSphere;
}

namespace SsnGen.Gpu.Benchmarks.Correctness;

/// <summary>SparsestMax by its published stages, and its Jacobian by differences: nothing of how the device computes it.</summary>
internal static class GateReference
{
    private const double Step = 1e-6;

    /// <summary>argmin ‖p − z‖² over the simplex, no nearer to its center than the radius.</summary>
    public static double[] Evaluate(double[] z, double radius)
    {
        var p = Project(z, [.. Enumerable.Range(0, z.Length)]);
        while (true)
        {
            int[] support = [.. Enumerable.Range(0, z.Length).Where(i => p[i] > 0)];
            var distance = Math.Sqrt(p.Sum(v => Square(v - (1.0 / z.Length))));
            if (support.Length == 1 || distance >= radius - 1e-12)
            {
                return p;
            }

            // Away from the middle of the support until the ball is left behind; again from there where that leaves the simplex.
            var middle = 1.0 / support.Length;
            var length = Math.Sqrt(support.Sum(i => Square(p[i] - middle)));
            var target = Math.Sqrt(Math.Max(0, Square(radius) - (middle - (1.0 / z.Length))));
            var moved = new double[z.Length];
            foreach (var i in support)
            {
                moved[i] = middle + (target * (p[i] - middle) / length);
            }

            if (support.All(i => moved[i] >= 0))
            {
                return moved;
            }

            p = Project(moved, support);
        }
    }

    /// <summary>The transposed Jacobian times a gradient of p.</summary>
    public static double[] Differentiate(double[] z, double radius, double[] gradient)
    {
        var result = new double[z.Length];
        for (var j = 0; j < z.Length; j++)
        {
            var (above, below) = ((double[])z.Clone(), (double[])z.Clone());
            (above[j], below[j]) = (z[j] + Step, z[j] - Step);
            var (right, left) = (Evaluate(above, radius), Evaluate(below, radius));
            for (var i = 0; i < z.Length; i++)
            {
                result[j] += gradient[i] * (right[i] - left[i]) / (2 * Step);
            }
        }

        return result;
    }

    /// <summary>Sparsemax of some of the values, 0 elsewhere.</summary>
    private static double[] Project(double[] z, int[] support)
    {
        double[] sorted = [.. support.Select(i => z[i]).OrderDescending()];
        var (sum, threshold) = (0.0, 0.0);
        for (var m = 1; m <= sorted.Length; m++)
        {
            sum += sorted[m - 1];
            if (sorted[m - 1] > (sum - 1) / m)
            {
                threshold = (sum - 1) / m;
            }
        }

        var p = new double[z.Length];
        foreach (var i in support)
        {
            p[i] = Math.Max(0, z[i] - threshold);
        }

        return p;
    }

    private static double Square(double value) => value * value;
}

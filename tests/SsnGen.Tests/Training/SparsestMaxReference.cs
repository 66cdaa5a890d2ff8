namespace SsnGen.Tests.Training;

/// <summary>SparsestMax twice more, each written from its definition alone: the published stages with their Jacobians, and the argmin by enumeration.</summary>
internal static class SparsestMaxReference
{
    /// <summary>The stages as published, with the Jacobian multiplied up stage by stage. Not for ties.</summary>
    internal static (double[] P, double[,] Jacobian) Stages(double[] z, double radius)
    {
        var k = z.Length;
        var p = Project(z);
        var jacobian = Centering(p);
        if (Distance(p) >= radius)
            return (p, jacobian);
        while (true)
        {
            var support = Enumerable.Range(0, k).Where(i => p[i] > 0).ToArray();
            var m = support.Length;
            if (m == 1)
                return (p, jacobian);
            var faceRadius = Math.Sqrt(Math.Max(0, (radius * radius) - ((1.0 / m) - (1.0 / k))));
            var d = Math.Sqrt(support.Sum(i => (p[i] - (1.0 / m)) * (p[i] - (1.0 / m))));
            var n = new double[k];
            var q = new double[k];
            foreach (var i in support)
            {
                n[i] = (p[i] - (1.0 / m)) / d;
                q[i] = (1.0 / m) + (faceRadius * n[i]);
            }

            var centering = Centering(p);
            var tangent = new double[k, k];
            for (var i = 0; i < k; i++)
            {
                for (var j = 0; j < k; j++)
                    tangent[i, j] = faceRadius / d * (centering[i, j] - (n[i] * n[j]));
            }

            jacobian = Multiply(Multiply(tangent, centering), jacobian);
            if (support.Min(i => q[i]) >= 0)
                return (q, jacobian);

            // Off the support sparsemax must not see the zeros as candidates: the face stays.
            var face = Project(support.Select(i => q[i]).ToArray());
            p = new double[k];
            for (var i = 0; i < m; i++)
                p[support[i]] = face[i];
            jacobian = Multiply(Centering(p), jacobian);
        }
    }

    /// <summary>
    /// The exact argmin: the projection of z where that is outside of the ball, and otherwise the best of the points of
    /// the sphere on each face of the simplex at which the distance to z is stationary.
    /// </summary>
    internal static double[] Argmin(double[] z, double radius)
    {
        var k = z.Length;
        var best = Project(z);
        if (Distance(best) >= radius)
            return best;
        var bestObjective = double.PositiveInfinity;
        for (var mask = 1; mask < 1 << k; mask++)
        {
            var support = Enumerable.Range(0, k).Where(i => (mask >> i & 1) != 0).ToArray();
            var m = support.Length;
            var square = (radius * radius) - ((1.0 / m) - (1.0 / k));
            if (m > 1 && square < 0)
                continue;
            var mean = support.Average(i => z[i]);
            var d = Math.Sqrt(support.Sum(i => (z[i] - mean) * (z[i] - mean)));
            foreach (var sign in m == 1 ? [0.0] : new[] { 1.0, -1.0 })
            {
                var candidate = new double[k];
                foreach (var i in support)
                    candidate[i] = m == 1 ? 1 : (1.0 / m) + (sign * Math.Sqrt(square) * (z[i] - mean) / d);
                if (candidate.Min() < 0 || Objective(candidate, z) >= bestObjective)
                    continue;
                best = candidate;
                bestObjective = Objective(candidate, z);
            }
        }

        return best;
    }

    /// <summary>The projection onto the simplex, its threshold found by bisection.</summary>
    internal static double[] Project(double[] z)
    {
        var (low, high) = (z.Max() - 1, z.Max());
        for (var i = 0; i < 200; i++)
        {
            var middle = 0.5 * (low + high);
            if (z.Sum(value => Math.Max(0, value - middle)) > 1)
                low = middle;
            else
                high = middle;
        }

        return z.Select(value => Math.Max(0, value - high)).ToArray();
    }

    /// <summary>‖p − 1/K‖.</summary>
    internal static double Distance(double[] p) => Math.Sqrt(p.Sum(value => (value - (1.0 / p.Length)) * (value - (1.0 / p.Length))));

    /// <summary>‖p − z‖².</summary>
    internal static double Objective(double[] p, double[] z) => p.Zip(z, (a, b) => (a - b) * (a - b)).Sum();

    private static double[,] Centering(double[] p)
    {
        var m = p.Count(value => value > 0);
        var result = new double[p.Length, p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            for (var j = 0; j < p.Length; j++)
            {
                if (p[i] > 0 && p[j] > 0)
                    result[i, j] = (i == j ? 1 : 0) - (1.0 / m);
            }
        }

        return result;
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var k = a.GetLength(0);
        var result = new double[k, k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
            {
                for (var l = 0; l < k; l++)
                    result[i, j] += a[i, l] * b[l, j];
            }
        }

        return result;
    }
}

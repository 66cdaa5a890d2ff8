namespace SsnGen.Tool.Tests.Torch;

/// <summary>Values of a batch, [N, C, H, W].</summary>
internal sealed record Batch(double[] Values, int Samples, int Channels, int Height, int Width)
{
    public int Slab => Height * Width;

    public Batch Map(Func<double, double> f) => this with { Values = Array.ConvertAll(Values, v => f(v)) };

    public Batch Plus(Batch other) => this with { Values = [.. Values.Zip(other.Values, static (a, b) => a + b)] };
}

/// <summary>What PyTorch and the published layers compute, in double precision and plain loops.</summary>
internal static class TorchMath
{
    public static Batch Conv(Batch x, float[] weight, int outputs, int kernel, int stride, int padding)
    {
        var (height, width) = (((x.Height + (2 * padding) - kernel) / stride) + 1, ((x.Width + (2 * padding) - kernel) / stride) + 1);
        var y = new Batch(new double[x.Samples * outputs * height * width], x.Samples, outputs, height, width);
        for (var i = 0; i < y.Values.Length; i++)
        {
            var (column, row, output, sample) = (i % width, i / width % height, i / y.Slab % outputs, i / y.Slab / outputs);
            for (var tap = 0; tap < x.Channels * kernel * kernel; tap++)
            {
                var (h, w) = ((row * stride) - padding + (tap / kernel % kernel), (column * stride) - padding + (tap % kernel));
                if (h >= 0 && h < x.Height && w >= 0 && w < x.Width)
                {
                    var channel = (sample * x.Channels) + (tap / kernel / kernel);
                    y.Values[i] += (double)weight[(output * x.Channels * kernel * kernel) + tap] * x.Values[(channel * x.Slab) + (h * x.Width) + w];
                }
            }
        }

        return y;
    }

    /// <summary>nn.MaxPool2d(3, 2, padding, ceil_mode).</summary>
    public static Batch MaxPool(Batch x, int padding, bool ceil)
    {
        int Side(int side) => ((side + (2 * padding) - 3 + (ceil ? 1 : 0)) / 2) + 1;
        var (height, width) = (Side(x.Height), Side(x.Width));
        var y = new Batch(new double[x.Samples * x.Channels * height * width], x.Samples, x.Channels, height, width);
        for (var i = 0; i < y.Values.Length; i++)
        {
            var largest = double.NegativeInfinity;
            for (var tap = 0; tap < 9; tap++)
            {
                var (h, w) = ((i / width % height * 2) - padding + (tap / 3), (i % width * 2) - padding + (tap % 3));
                if (h >= 0 && h < x.Height && w >= 0 && w < x.Width)
                {
                    largest = Math.Max(largest, x.Values[(i / y.Slab * x.Slab) + (h * x.Width) + w]);
                }
            }

            y.Values[i] = largest;
        }

        return y;
    }

    public static Batch Average(Batch x) => new(
        [.. Enumerable.Range(0, x.Samples * x.Channels).Select(slab => x.Values.AsSpan(slab * x.Slab, x.Slab).ToArray().Average())], x.Samples, x.Channels, 1, 1);

    /// <summary>y = γ (x − mean) / √(variance + ε) + β, a mean and a variance for each slab.</summary>
    public static Batch Normalize(Batch x, double[] mean, double[] variance, float[] gamma, float[] beta) => x with
    {
        Values = [.. x.Values.Select((v, i) =>
        {
            var (slab, channel) = (i / x.Slab, i / x.Slab % x.Channels);
            return ((v - mean[slab]) / Math.Sqrt(variance[slab] + 1e-5) * gamma[channel]) + beta[channel];
        })],
    };

    /// <summary>SSN2d and SwitchNorm2d in evaluation, as published: variances of slabs are divided by S − 1.</summary>
    public static Batch Switchable(Batch x, double[] p, double[] q, float[] runningMean, float[] runningVariance, float[] gamma, float[] beta)
    {
        var slabs = x.Samples * x.Channels;
        var (meanIn, varIn) = (new double[slabs], new double[slabs]);
        for (var slab = 0; slab < slabs; slab++)
        {
            var values = x.Values.AsSpan(slab * x.Slab, x.Slab).ToArray();
            meanIn[slab] = values.Average();
            varIn[slab] = values.Sum(v => (v - meanIn[slab]) * (v - meanIn[slab])) / (x.Slab - 1);
        }

        var (mean, variance) = (new double[slabs], new double[slabs]);
        for (var slab = 0; slab < slabs; slab++)
        {
            var (channel, first) = (slab % x.Channels, slab / x.Channels * x.Channels);
            var own = Enumerable.Range(first, x.Channels).ToArray();
            var meanLn = own.Average(i => meanIn[i]);
            var varLn = own.Average(i => varIn[i] + (meanIn[i] * meanIn[i])) - (meanLn * meanLn);
            mean[slab] = (p[0] * meanIn[slab]) + (p[1] * meanLn) + (p[2] * runningMean[channel]);
            variance[slab] = (q[0] * varIn[slab]) + (q[1] * varLn) + (q[2] * runningVariance[channel]);
        }

        return Normalize(x, mean, variance, gamma, beta);
    }

    public static double[] Softmax(float[] z)
    {
        var e = Array.ConvertAll(z, static v => Math.Exp(v));
        return Array.ConvertAll(e, v => v / e.Sum());
    }

    /// <summary>The published sparsestmax, stage by stage.</summary>
    public static double[] SparsestMax(double[] v, double radius, double[]? before = null)
    {
        var w = Sparsemax(v);
        if (w.Max() - w.Min() == 1)
        {
            return w;
        }

        var support = w.Count(static x => x > 0);
        var u = Array.ConvertAll(w, x => x > 0 ? 1.0 / support : 0);
        radius = before is null ? radius : Math.Sqrt((radius * radius) - u.Zip(before, static (a, b) => (a - b) * (a - b)).Sum());
        var distance = Math.Sqrt(w.Zip(u, static (a, b) => (a - b) * (a - b)).Sum());
        if (distance >= radius)
        {
            return w;
        }

        double[] p = [.. w.Zip(u, (a, b) => (radius * (a - b) / distance) + b)];
        return p.Min() < 0 ? SparsestMax(p, radius, u) : p;
    }

    private static double[] Sparsemax(double[] v)
    {
        var sorted = v.OrderDescending().ToArray();
        var (sum, threshold) = (0.0, 0.0);
        for (var k = 1; k <= sorted.Length; k++)
        {
            sum += sorted[k - 1];
            threshold = sorted[k - 1] > (sum - 1) / k ? (sum - 1) / k : threshold;
        }

        return Array.ConvertAll(v, x => Math.Max(0, x - threshold));
    }
}

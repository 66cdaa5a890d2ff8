using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary><see cref="SsnGen.Training.Softmax"/> on the device.</summary>
internal static class GpuSoftmax
{
    public static void Evaluate(ArrayView<float> control, ArrayView<double> ratios)
    {
        var largest = (double)control[0];
        for (var i = 1; i < control.Length; i++)
        {
            largest = control[i] > largest ? control[i] : largest;
        }

        var sum = 0.0;
        for (var i = 0; i < control.Length; i++)
        {
            ratios[i] = Exp(control[i] - largest);
            sum += ratios[i];
        }

        for (var i = 0; i < control.Length; i++)
        {
            ratios[i] /= sum;
        }
    }

    /// <summary>∂z_k = p_k (∂p_k − Σ_j p_j ∂p_j).</summary>
    public static void Differentiate(ArrayView<float> control, ArrayView<double> gradient, ArrayView<float> result)
    {
        var largest = (double)control[0];
        for (var i = 1; i < control.Length; i++)
        {
            largest = control[i] > largest ? control[i] : largest;
        }

        var (sum, along) = (0.0, 0.0);
        for (var i = 0; i < control.Length; i++)
        {
            var weight = Exp(control[i] - largest);
            sum += weight;
            along += weight * gradient[i];
        }

        for (var i = 0; i < control.Length; i++)
        {
            result[i] = (float)(Exp(control[i] - largest) / sum * (gradient[i] - (along / sum)));
        }
    }

    /// <summary>exp of a number that is not positive: x = n ln 2 + r, the series in r, and n added to the exponent. 0 below −700.</summary>
    /// <remarks>ILGPU's own takes a table in local memory.</remarks>
    private static double Exp(double x)
    {
        var n = (int)((x * 1.4426950408889634) - 0.5);
        var r = (x - (n * 0.693147180369123816490)) - (n * 1.90821492927058770002e-10);
        var (sum, term) = (1.0, 1.0);
        for (var i = 1; i <= 14; i++)
        {
            term *= r / i;
            sum += term;
        }

        return x < -700.0 ? 0.0 : sum * Interop.IntAsFloat((ulong)(n + 1023) << 52);
    }
}

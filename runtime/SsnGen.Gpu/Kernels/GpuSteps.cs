using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>The kernels of a training step.</summary>
internal static class GpuSteps
{
    /// <summary>The greatest norm of the gradient of a layer's control parameters; a longer one is scaled down to it.</summary>
    private const double ControlGradientNorm = 1.0;

    public static void Step(ArrayView<float> values, ArrayView<float> gradient, ArrayView<float> velocity, float rate, float momentum)
    {
        for (var i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < values.Length; i += Grid.DimX * Group.DimX)
        {
            velocity[i] = (momentum * velocity[i]) + gradient[i];
            values[i] -= rate * velocity[i];
        }
    }

    public static void StepControl(GpuSsnGates gates, GpuSsnGradients gradients, ArrayView<float> means, ArrayView<float> variances, float rate, float momentum)
    {
        var norm = Math.Sqrt(Squares(gradients.MeanControl) + Squares(gradients.VarianceControl));
        var scale = norm > ControlGradientNorm ? ControlGradientNorm / norm : 1.0;
        StepOne(gates.MeanControl, gradients.MeanControl, means, gates.Selected[0], scale, rate, momentum);
        StepOne(gates.VarianceControl, gradients.VarianceControl, variances, gates.Selected[1], scale, rate, momentum);
    }

    private static double Squares(ArrayView<float> values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += (double)values[i] * values[i];
        }

        return sum;
    }

    private static void StepOne(ArrayView<float> control, ArrayView<float> gradient, ArrayView<float> velocity, int selected, double scale, float rate, float momentum)
    {
        // Frozen ones are left alone, momentum included.
        for (var i = 0; i < control.Length && selected == GpuGates.Mixture; i++)
        {
            velocity[i] = (momentum * velocity[i]) + (float)(gradient[i] * scale);
            control[i] -= rate * velocity[i];
        }
    }
}

using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>
/// The gates on the device, run by one thread: importance ratios from control parameters, freezing, and the gradient of the
/// control parameters. What is computed, and why, is written in <see cref="SsnGen.Training.ImportanceRatios"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuGates
{
    /// <summary>As a selection: a mixture.</summary>
    public const int Mixture = -1;

    /// <summary>As a selection: a control parameter is NaN or infinite.</summary>
    public const int Failed = -2;

    /// <summary>Writes the ratios of means and variances; in training, one-hot ones of a sparse gate are frozen.</summary>
    /// <param name="gates">The gates; nothing happens where they have no control parameters.</param>
    /// <param name="parameters">Where the ratios are written.</param>
    /// <param name="training">Whether this is a pass of training, 1 or 0.</param>
    /// <param name="order">Shared memory for an index of each normalizer.</param>
    /// <param name="scratch">Shared memory for three values of each normalizer.</param>
    public static void Evaluate(GpuSsnGates gates, GpuSsnParameters parameters, int training, ArrayView<int> order, ArrayView<double> scratch)
    {
        var count = (int)gates.MeanControl.Length;
        if (count == 0)
        {
            return;
        }

        EvaluateOne(gates, gates.MeanControl, parameters.MeanRatios, 0, training, order, scratch);
        if (gates.VarianceControl.Length != 0)
        {
            EvaluateOne(gates, gates.VarianceControl, parameters.VarianceRatios, 1, training, order, scratch);
            return;
        }

        gates.Selected[1] = gates.Selected[0];
        for (var i = 0; i < count; i++)
        {
            parameters.VarianceRatios[i] = parameters.MeanRatios[i];
        }
    }

    /// <summary>Writes the gradients of the control parameters, from those of the ratios.</summary>
    /// <param name="gates">The gates as the forward pass left them.</param>
    /// <param name="gradients">The gradients of the ratios, and where those of the control parameters are written.</param>
    /// <param name="order">Shared memory for an index of each normalizer.</param>
    /// <param name="scratch">Shared memory for three values of each normalizer.</param>
    public static void Differentiate(GpuSsnGates gates, GpuSsnGradients gradients, ArrayView<int> order, ArrayView<double> scratch)
    {
        if (gates.MeanControl.Length == 0)
        {
            return;
        }

        if (gates.VarianceControl.Length != 0)
        {
            DifferentiateOne(gates, gates.VarianceControl, gradients.VarianceRatios, gradients.VarianceControl, 1, order, scratch);
        }
        else
        {
            for (var i = 0; i < gradients.MeanRatios.Length; i++)
            {
                gradients.MeanRatios[i] += gradients.VarianceRatios[i];
            }
        }

        DifferentiateOne(gates, gates.MeanControl, gradients.MeanRatios, gradients.MeanControl, 0, order, scratch);
    }

    /// <summary>Whether training computes with the batch, or may yet: ratios that are both one-hot elsewhere never will again.</summary>
    /// <param name="parameters">The ratios.</param>
    /// <param name="batch">The place of the batch normalizer.</param>
    public static bool UseBatch(GpuSsnParameters parameters, int batch) =>
        parameters.MeanRatios[batch] != 0.0 || parameters.VarianceRatios[batch] != 0.0
        || Live(parameters.MeanRatios) != 1 || Live(parameters.VarianceRatios) != 1;

    private static int Live(ArrayView<double> ratios)
    {
        var live = 0;
        for (var i = 0; i < ratios.Length; i++)
        {
            live += ratios[i] != 0.0 ? 1 : 0;
        }

        return live;
    }

    private static void EvaluateOne(
        GpuSsnGates gates, ArrayView<float> control, ArrayView<double> ratios, int which, int training, ArrayView<int> order, ArrayView<double> scratch)
    {
        var count = (int)control.Length;
        var selected = gates.Selected[which];
        if (selected < 0)
        {
            selected = IsFinite(control) ? Mixture : Failed;
        }

        for (var i = 0; i < count; i++)
        {
            ratios[i] = selected == Failed ? double.NaN : selected == i ? 1.0 : 0.0;
        }

        if (selected == Mixture && gates.Gate == (int)Gate.Softmax)
        {
            GpuSoftmax.Evaluate(control, ratios);
        }
        else if (selected == Mixture)
        {
            var radius = gates.Gate == (int)Gate.SparsestMax ? gates.Radius : 0.0;
            var face = GpuSparsestMax.Solve(control, radius, order, scratch);
            for (var i = 0; i < face.Size; i++)
            {
                ratios[order[i]] = GpuSparsestMax.Value(scratch, count, i);
            }

            selected = training != 0 && face.Size == 1 ? order[0] : Mixture;
        }

        gates.Selected[which] = selected;
    }

    private static void DifferentiateOne(
        GpuSsnGates gates, ArrayView<float> control, ArrayView<double> gradient, ArrayView<float> result, int which, ArrayView<int> order, ArrayView<double> scratch)
    {
        for (var i = 0; i < control.Length; i++)
        {
            result[i] = 0f;
        }

        if (gates.Selected[which] != Mixture)
        {
            return;
        }

        if (gates.Gate == (int)Gate.Softmax)
        {
            GpuSoftmax.Differentiate(control, gradient, result);
            return;
        }

        var radius = gates.Gate == (int)Gate.SparsestMax ? gates.Radius : 0.0;
        var face = GpuSparsestMax.Solve(control, radius, order, scratch);
        GpuSparsestMax.Differentiate(face, gradient, result, order, scratch, (int)control.Length);
    }

    private static bool IsFinite(ArrayView<float> control)
    {
        var isFinite = true;
        for (var i = 0; i < control.Length; i++)
        {
            isFinite = isFinite & (control[i] - control[i] == 0f);
        }

        return isFinite;
    }
}

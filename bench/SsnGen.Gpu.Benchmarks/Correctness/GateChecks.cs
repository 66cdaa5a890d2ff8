using ILGPU.Runtime;
using SsnGen.Gpu.Benchmarks.Device;
using SsnGen.Gpu.Benchmarks.Models;
using SsnGen.Training;

namespace SsnGen.Gpu.Benchmarks.Correctness;

/// <summary>A layer with gates at several radii: its ratios, what it selects, its output, and the gradients of its control parameters.</summary>
internal static class GateChecks
{
    private const int Samples = 3;

    // From a dense mixture to beyond the critical radius of four normalizers, 0.87.
    private static readonly double[] Radii = [0, 0.3, 0.5, 0.6, 0.75, 0.9];
    private static readonly double[] MeanControl = [0.35, 0.1, 0.45, 0.2];
    private static readonly double[] VarianceControl = [-0.3, 0.55, 0.4, 0.1];

    public static void Run(Accelerator device, CheckLog log)
    {
        foreach (var radius in Radii)
        {
            try
            {
                Check(device, log, radius);
            }
            catch (Exception exception) when (DeviceFailure.Is(exception))
            {
                log.Fail(FormattableString.Invariant($"gates at radius {radius}: {exception.Message}"));
            }
        }
    }

    private static void Check(Accelerator device, CheckLog log, double radius)
    {
        var shape = VectorNorm.GpuKernels.Norm.Description;
        var name = FormattableString.Invariant($"gates at radius {radius}");

        // As the device has them: floats.
        double[] mean = [.. MeanControl.Select(static v => (double)(float)v)];
        double[] variance = [.. VarianceControl.Select(static v => (double)(float)v)];
        var parameters = Parameters(shape, GateReference.Evaluate(mean, radius), GateReference.Evaluate(variance, radius));
        var random = new Random(7);
        float[] Next() => [.. Enumerable.Range(0, Samples * shape.Channels * shape.SlabSize).Select(i => (random.NextSingle() * (1 + (i % 2))) - 0.5f)];
        var (x, upstream) = (Next(), Next());
        var reference = new NormReference(shape, Samples, parameters, x, [], evaluation: false);
        reference.ClearKinks(upstream);
        var expected = reference.Differentiate(upstream);

        using var norm = new GpuSsnNorm<float>(device, VectorNorm.GpuKernels.Norm, VectorNorm.Layers[0]) { Radius = radius };
        using var tensors = NormTensors<float>.Of(device, x, [], upstream);
        norm.Weight.CopyFromCPU(parameters.Gamma);
        norm.Bias.CopyFromCPU(parameters.Beta);
        norm.MeanWeight.CopyFromCPU([.. MeanControl.Select(static v => (float)v)]);
        norm.VarWeight.CopyFromCPU([.. VarianceControl.Select(static v => (float)v)]);
        norm.Forward(device.DefaultStream, tensors.X, default, tensors.Y);
        norm.Backward(device.DefaultStream, tensors.X, default, tensors.Upstream, tensors.Dx, default);
        device.Synchronize();

        log.Values(name + " y", reference.Y, NormTensors<float>.Read(tensors.Y));
        log.Gradients(name + " dx", expected.X, NormTensors<float>.Read(tensors.Dx));
        log.Gradients(name + " p", parameters.MeanRatios, NormMemory.Read(norm.MeanRatios), tolerance: 1e-9);
        log.Gradients(name + " q", parameters.VarianceRatios, NormMemory.Read(norm.VarianceRatios), tolerance: 1e-9);
        Control(log, name + " dmean_weight", mean, radius, expected.MeanRatios, NormMemory.Read(norm.Gradients.MeanControl));
        Control(log, name + " dvar_weight", variance, radius, expected.VarianceRatios, NormMemory.Read(norm.Gradients.VarianceControl));
        var selected = radius < SparsestMax.CriticalRadius(mean.Length) ? null : new Selection(Chosen(shape, mean), Chosen(shape, variance));
        log.That($"{name} selects {selected?.ToString() ?? "nothing"}", norm.Selection == selected);
    }

    // The projection of the gradient cancels most of it: its error is relative to what it was before.
    private static void Control(CheckLog log, string name, double[] control, double radius, double[] ofRatios, float[] actual) => log.Gradients(
        name,
        GateReference.Differentiate(control, radius, ofRatios),
        [.. actual.Select(static v => (double)v)],
        scale: Math.Sqrt(ofRatios.Sum(static v => v * v)));

    private static Normalizer Chosen(SsnKernel shape, double[] control) => shape.Normalizers[Array.IndexOf(control, control.Max())];

    private static NormParameters Parameters(SsnKernel shape, double[] mean, double[] variance)
    {
        var parameters = NormParameters.Random(shape, selection: null);
        return parameters with
        {
            MeanRatios = mean,
            VarianceRatios = variance,
            RunningMean = new float[shape.Channels],
            RunningVariance = [.. Enumerable.Repeat(1f, shape.Channels)],
        };
    }
}

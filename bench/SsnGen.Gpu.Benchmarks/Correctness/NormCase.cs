using ILGPU.Runtime;
using SsnGen.Gpu.Benchmarks.Device;

namespace SsnGen.Gpu.Benchmarks.Correctness;

/// <summary>One random input for a kernel, which runs forward and backward and is compared with the reference.</summary>
/// <typeparam name="T">What tensors are stored as.</typeparam>
internal sealed class NormCase<T>(string name, GpuSsnKernel<T> kernel, int samples, float mean, Selection? selection, bool evaluation)
    where T : unmanaged
{
    /// <summary>Runs both passes on the device and compares all that they write.</summary>
    public void Check(Accelerator device, CheckLog log)
    {
        var shape = kernel.Description;
        var parameters = NormParameters.Random(shape, selection, mean);
        var (x, residual, upstream) = Inputs();
        var reference = new NormReference(shape, samples, parameters, x, residual, evaluation);
        reference.ClearKinks(upstream);
        var expected = reference.Differentiate(upstream);
        using var tensors = NormTensors<T>.Of(device, x, residual, upstream);
        using var layer = new NormLayer<T>(device, kernel, tensors, parameters, selection);
        if (evaluation)
        {
            layer.Evaluate();
        }
        else
        {
            layer.Forward();
        }

        layer.Backward();
        device.Synchronize();
        Compare(log, reference, expected, tensors, layer);
    }

    private void Compare(CheckLog log, NormReference reference, NormReference.Gradients expected, NormTensors<T> tensors, NormLayer<T> layer)
    {
        var isHalf = typeof(T) == typeof(ILGPU.Half);
        var (forward, gradient) = isHalf ? (CheckLog.Half, CheckLog.Half) : (CheckLog.Forward, CheckLog.Gradient);
        log.Values(name + " y", reference.Y, NormTensors<T>.Read(tensors.Y), forward);
        log.Values(name + " running mean", reference.RunningMean, NormMemory.Read(layer.Parameters.RunningMean));
        log.Values(name + " running variance", reference.RunningVariance, NormMemory.Read(layer.Parameters.RunningVariance));
        log.Gradients(name + " dx", expected.X, NormTensors<T>.Read(tensors.Dx), gradient);
        log.Gradients(name + " dgamma", expected.Gamma, NormMemory.Read(layer.Gradients.Gamma));
        log.Gradients(name + " dbeta", expected.Beta, NormMemory.Read(layer.Gradients.Beta));
        if (kernel.Description.HasResidual)
        {
            log.Gradients(name + " dresidual", expected.Residual, NormTensors<T>.Read(tensors.Dresidual), gradient);
        }

        if (selection is null)
        {
            log.Gradients(name + " dp", expected.MeanRatios, NormMemory.Read(layer.Gradients.MeanRatios));
            log.Gradients(name + " dq", expected.VarianceRatios, NormMemory.Read(layer.Gradients.VarianceRatios));
        }
    }

    /// <summary>Slabs of different means and deviations.</summary>
    private (float[] X, float[] Residual, float[] Upstream) Inputs()
    {
        var shape = kernel.Description;
        var random = new Random(samples + shape.Channels);
        float[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        var length = samples * shape.Channels * shape.SlabSize;
        var x = Next(length);
        for (var i = 0; i < length; i++)
        {
            var slab = i / shape.SlabSize;
            x[i] = mean + (0.3f * (slab % 5)) + (x[i] * (1 + (slab % 3)));
        }

        var (residual, upstream) = (shape.HasResidual ? Next(length) : [], Next(length));
        NormTensors<T>.Round(x);
        NormTensors<T>.Round(residual);
        NormTensors<T>.Round(upstream);
        return (x, residual, upstream);
    }
}

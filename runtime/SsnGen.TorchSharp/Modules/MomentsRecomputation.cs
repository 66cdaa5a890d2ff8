using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>The passes of <see cref="SsnModule.RecomputeMoments"/>.</summary>
internal static class MomentsRecomputation
{
    public static void Run(SsnModule module, IEnumerable<Tensor> batches)
    {
        var modes = new List<(nn.Module Module, bool Training)>();
        Remember(module, modes);
        var totals = new List<(SsnNorm Norm, MomentsTotal? Total)>();
        try
        {
            module.eval();
            foreach (var norm in module.Norms)
            {
                norm.BeginTotal();
            }

            Pass(module, batches);
        }
        finally
        {
            totals.AddRange(module.Norms.Select(static norm => (norm, norm.EndTotal())));

            // A module's mode becomes that of all below it: from the top down, each gets its own back.
            modes.ForEach(static mode => mode.Module.train(mode.Training));
        }

        Write(module, totals);
    }

    private static void Pass(SsnModule module, IEnumerable<Tensor> batches)
    {
        using var noGradient = no_grad();
        long samples = 0;
        foreach (var batch in batches)
        {
            samples += batch.shape[0];
            foreach (var output in module.ForwardAll(batch))
            {
                output.Dispose();
            }
        }

        if (samples == 0)
        {
            throw new ArgumentException("There is no sample to recompute moments from.", nameof(batches));
        }
    }

    // All of it is known to be finite before any of it is written.
    private static void Write(SsnModule module, List<(SsnNorm Norm, MomentsTotal? Total)> totals)
    {
        var recomputed = new List<(SsnNorm Norm, float[] Mean, float[] Variance)>();
        foreach (var (norm, total) in totals)
        {
            if (total is null or { Samples: 0, Refused: 0 })
            {
                continue;
            }

            var (mean, variance) = (new float[norm.Kernel.Channels], new float[norm.Kernel.Channels]);
            if (total.Refused > 0 || !total.TryWrite(mean, variance))
            {
                throw new InvalidOperationException(
                    $"The moments of {total.Refused} batches at layer '{norm.Path}' of {module.ModelName} are not finite: look for NaN or huge values in the batches or the parameters. All running moments stay as they were.");
            }

            recomputed.Add((norm, mean, variance));
        }

        foreach (var (norm, mean, variance) in recomputed)
        {
            mean.CopyTo(TensorMemory.Floats(norm.RunningMean!, "running_mean"));
            variance.CopyTo(TensorMemory.Floats(norm.RunningVar!, "running_var"));
        }
    }

    private static void Remember(nn.Module module, List<(nn.Module Module, bool Training)> modes)
    {
        modes.Add((module, module.training));
        foreach (var child in module.children())
        {
            Remember(child, modes);
        }
    }
}

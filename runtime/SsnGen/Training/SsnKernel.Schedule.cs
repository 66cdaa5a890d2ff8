using SsnGen.Threading;

namespace SsnGen.Training;

// The order of work. Every loop over values is in the emitted subclass, over ranges given here; how the ranges are cut
// never changes a result, since each slab, sample and channel is computed alone and sums over them run in one order.
public abstract unsafe partial class SsnKernel
{
    /// <summary>Values below which a phase runs on the calling thread: waking workers costs microseconds.</summary>
    private const int InlineValues = 16384;

    /// <summary>
    /// Values worked on at a time where a slab or a sample is all that moments need: they stay in the first-level cache.
    /// No more than are worth a call, so that reading and writing alternate and memory does not rest from either.
    /// </summary>
    private const int CachedValues = 1024;

    /// <summary>
    /// Values of a stretch, 1 MiB: the second walk over a tensor starts at its end, which is still in the cache, and goes
    /// back a stretch at a time; inside of a stretch it goes forwards, as memory is fetched fastest.
    /// </summary>
    private const int StretchValues = 256 * 1024;

    /// <summary>Values from which on a tensor is written past the caches: with the one that is read, 32 MB, a usual last-level cache.</summary>
    private const int StreamedValues = 4 << 20;

    // The places of the normalizers in the ratio vectors, negative for those that it does not have.
    private readonly int _instance;
    private readonly int _layer;
    private readonly int _batch;
    private readonly int _group;

    /// <summary>What the moments in use extend over.</summary>
    private enum Scope
    {
        Slab,
        Sample,
        Batch,
    }

    internal void RunPhase(SsnPass pass, int worker, int workers)
    {
        var samples = Share(pass.Samples, worker, workers);
        var slabs = Share(pass.Samples * Channels, worker, workers);
        var channels = Share(Channels, worker, workers);
        switch (pass.Phase)
        {
            case SsnPhase.SlabMoments:
                ComputeSlabMoments(pass, slabs.First, slabs.End);
                break;
            case SsnPhase.PoolMoments:
                if (pass.PoolsSamples)
                {
                    PoolSampleMoments(pass, samples.First, samples.End);
                }

                if (pass.PoolsBatch)
                {
                    PoolBatchMoments(pass, channels.First, channels.End);
                }

                break;
            case SsnPhase.Normalize:
                NormalizeBackwards(pass, slabs.First, slabs.End);
                break;
            case SsnPhase.ForwardBySample:
                ForwardBySample(pass, samples.First, samples.End);
                break;
            case SsnPhase.ForwardBySlab:
                ForwardBySlab(pass, slabs.First, slabs.End);
                break;
            case SsnPhase.SlabGradients:
                ComputeSlabGradients(pass, slabs.First, slabs.End);
                break;
            case SsnPhase.PoolGradients:
                PoolSampleGradients(pass, samples.First, samples.End);
                PoolChannelGradients(pass, channels.First, channels.End);
                break;
            case SsnPhase.PoolChannelGradients:
                PoolChannelGradients(pass, channels.First, channels.End);
                break;
            case SsnPhase.Differentiate:
                DifferentiateBackwards(pass, slabs.First, slabs.End);
                break;
            case SsnPhase.BackwardBySample:
                BackwardBySample(pass, samples.First, samples.End);
                break;
            case SsnPhase.BackwardBySlab:
                BackwardBySlab(pass, slabs.First, slabs.End);
                break;
        }

        if (pass.Streams)
        {
            // Stores past the caches are ordered by nothing else.
            Interlocked.MemoryBarrier();
        }
    }

    private static (int First, int End) Share(int count, int worker, int workers) =>
        ((int)((long)count * worker / workers), (int)((long)count * (worker + 1) / workers));

    private static bool IsOneHot(double* ratios, int count)
    {
        var live = 0;
        for (var k = 0; k < count; k++)
        {
            live += ratios[k] != 0 ? 1 : 0;
        }

        return live == 1;
    }

    private void RunForward(SsnPass pass, WorkerTeam team)
    {
        pass.Streams = (long)pass.Samples * Channels * SlabSize >= StreamedValues;
        if (pass.Samples == 0)
        {
            return;
        }

        // A layer whose pair is selected needs the moments of that pair alone; any other keeps its running moments going.
        var trainsBatch = _batch >= 0 && !pass.BatchIsConstant
            && (IsLive(pass, _batch) || !IsOneHot(pass.MeanRatios, Normalizers.Length) || !IsOneHot(pass.VarianceRatios, Normalizers.Length));
        if (_batch >= 0 && pass.BatchIsConstant)
        {
            UseRunningMoments(pass);
        }

        pass.PoolsBatch = trainsBatch;
        pass.HasBatchMoments = trainsBatch || pass.BatchIsConstant || _batch < 0;
        var values = pass.Samples * Channels * SlabSize;
        switch (trainsBatch ? Scope.Batch : ScopeOf(pass, team))
        {
            case Scope.Slab when !NeedsSlabMoments(pass):
                Run(pass, team, SsnPhase.Normalize, values);
                break;
            case Scope.Slab:
                pass.HasSlabMoments = true;
                Run(pass, team, SsnPhase.ForwardBySlab, values);
                break;
            case Scope.Sample:
                pass.HasSlabMoments = pass.HasSampleMoments = true;
                Run(pass, team, SsnPhase.ForwardBySample, values);
                break;
            case Scope.Batch:
                pass.HasSlabMoments = true;
                pass.HasSampleMoments = pass.PoolsSamples = UsesSampleMoments(pass);
                Run(pass, team, SsnPhase.SlabMoments, values);
                Run(pass, team, SsnPhase.PoolMoments, pass.Samples * Channels);
                Run(pass, team, SsnPhase.Normalize, values);
                break;
        }

        // Last: a pass that a worker's exception or an interrupt ends has changed no state of training.
        if (trainsBatch)
        {
            pass.RefusedBatch = !MoveRunningMoments(pass);
        }
    }

    private void RunBackward(SsnPass pass, WorkerTeam team)
    {
        pass.Streams = (long)pass.Samples * Channels * SlabSize >= StreamedValues;
        if (pass.Samples == 0)
        {
            ClearParameterGradients(pass);
            return;
        }

        var values = pass.Samples * Channels * SlabSize;
        if (pass.WantsRatioGradients)
        {
            CompleteMoments(pass, team);
        }

        var scope = _batch >= 0 && !pass.BatchIsConstant && IsLive(pass, _batch) ? Scope.Batch : ScopeOf(pass, team);
        if (scope == Scope.Batch)
        {
            Run(pass, team, SsnPhase.SlabGradients, values);
            Run(pass, team, SsnPhase.PoolGradients, pass.Samples * Channels);
            Run(pass, team, SsnPhase.Differentiate, values);
        }
        else if (scope == Scope.Sample)
        {
            Run(pass, team, SsnPhase.BackwardBySample, values);
            Run(pass, team, SsnPhase.PoolChannelGradients, pass.Samples * Channels);
        }
        else
        {
            Run(pass, team, SsnPhase.BackwardBySlab, values);
            Run(pass, team, SsnPhase.PoolGradients, pass.Samples * Channels);
        }

        if (pass.WantsRatioGradients)
        {
            ComputeRatioGradients(pass);
        }
    }

    /// <summary>Computes what the forward pass had no need of, but the gradients of the ratios have.</summary>
    private void CompleteMoments(SsnPass pass, WorkerTeam team)
    {
        if (!pass.HasSlabMoments)
        {
            Run(pass, team, SsnPhase.SlabMoments, pass.Samples * Channels * SlabSize);
            pass.HasSlabMoments = true;
        }

        if (!pass.HasSampleMoments || !pass.HasBatchMoments)
        {
            pass.PoolsSamples = !pass.HasSampleMoments;
            pass.PoolsBatch = !pass.HasBatchMoments;
            Run(pass, team, SsnPhase.PoolMoments, pass.Samples * Channels);
            pass.HasSampleMoments = pass.HasBatchMoments = true;
        }
    }

    private void Run(SsnPass pass, WorkerTeam team, SsnPhase phase, int values)
    {
        pass.Kernel = this;
        pass.Phase = phase;
        if (values < InlineValues || team.Count == 1)
        {
            RunPhase(pass, 0, 1);
        }
        else
        {
            team.Run(pass);
        }
    }

    private void NormalizeBackwards(SsnPass pass, int first, int end)
    {
        ComputeCoefficients(pass, first, end);
        var step = Math.Max(1, StretchValues / SlabSize);
        for (var stop = end; stop > first; stop -= step)
        {
            Normalize(pass, Math.Max(first, stop - step), stop);
        }
    }

    private void DifferentiateBackwards(SsnPass pass, int first, int end)
    {
        ComputeGradientCoefficients(pass, first, end);
        var step = Math.Max(1, StretchValues / SlabSize);
        for (var stop = end; stop > first; stop -= step)
        {
            Differentiate(pass, Math.Max(first, stop - step), stop);
        }
    }

    private void ForwardBySlab(SsnPass pass, int first, int end)
    {
        var step = Math.Max(1, CachedValues / SlabSize);
        for (; first < end; first += step)
        {
            var stop = Math.Min(first + step, end);
            ComputeSlabMoments(pass, first, stop);
            ComputeCoefficients(pass, first, stop);
            Normalize(pass, first, stop);
        }
    }

    private void ForwardBySample(SsnPass pass, int first, int end)
    {
        var step = Math.Max(1, CachedValues / (Channels * SlabSize));
        for (; first < end; first += step)
        {
            var stop = Math.Min(first + step, end);
            ComputeSlabMoments(pass, first * Channels, stop * Channels);
            PoolSampleMoments(pass, first, stop);
            NormalizeBackwards(pass, first * Channels, stop * Channels);
        }
    }

    private void BackwardBySlab(SsnPass pass, int first, int end)
    {
        var step = Math.Max(1, CachedValues / SlabSize / 2);
        for (; first < end; first += step)
        {
            var stop = Math.Min(first + step, end);
            ComputeSlabGradients(pass, first, stop);
            ComputeGradientCoefficients(pass, first, stop);
            Differentiate(pass, first, stop);
        }
    }

    private void BackwardBySample(SsnPass pass, int first, int end)
    {
        var step = Math.Max(1, CachedValues / (Channels * SlabSize) / 2);
        for (; first < end; first += step)
        {
            var stop = Math.Min(first + step, end);
            ComputeSlabGradients(pass, first * Channels, stop * Channels);
            PoolSampleGradients(pass, first, stop);
            ComputeGradientCoefficients(pass, first * Channels, stop * Channels);
            Differentiate(pass, first * Channels, stop * Channels);
        }
    }

    /// <summary>The scope where the batch is out of it.</summary>
    private Scope ScopeOf(SsnPass pass, WorkerTeam team)
    {
        if (!UsesSampleMoments(pass))
        {
            return Scope.Slab;
        }

        // Too few samples to share them out evenly: whole phases over the tensor keep all workers busy.
        return pass.Samples % team.Count == 0 || pass.Samples >= 4 * team.Count ? Scope.Sample : Scope.Batch;
    }

    private bool UsesSampleMoments(SsnPass pass)
    {
        for (var k = 0; k < Normalizers.Length; k++)
        {
            if (Normalizers[k] is Normalizer.Layer or Normalizer.Group && IsLive(pass, k))
            {
                return true;
            }
        }

        return false;
    }

    private bool NeedsSlabMoments(SsnPass pass)
    {
        for (var k = 0; k < Normalizers.Length; k++)
        {
            if (k != _batch && IsLive(pass, k))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLive(SsnPass pass, int normalizer) =>
        pass.MeanRatios[normalizer] != 0 || pass.VarianceRatios[normalizer] != 0;

    private void ClearParameterGradients(SsnPass pass)
    {
        new Span<float>(pass.GammaGradient, Channels).Clear();
        new Span<float>(pass.BetaGradient, Channels).Clear();
        new Span<double>(pass.MeanRatioGradient, pass.MeanRatioGradient == null ? 0 : Normalizers.Length).Clear();
        new Span<double>(pass.VarianceRatioGradient, pass.VarianceRatioGradient == null ? 0 : Normalizers.Length).Clear();
    }
}

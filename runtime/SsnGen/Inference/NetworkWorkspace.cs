using System.Diagnostics.CodeAnalysis;
using SsnGen.Buffers;
using SsnGen.Threading;

namespace SsnGen.Inference;

/// <summary>The working memory of one run, and what its team does: whole samples of a batch, or one routine of a sample.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A workspace that finds no place in the pool is left to the garbage collector, which its buffers are made for.")]
internal sealed unsafe class NetworkWorkspace(NetworkProgram program, NativeBuffer<float> parameters) : ParallelWork
{
    private const int WholeSamples = -1;

    private readonly NativeBuffer<float> _arena = new(program.ArenaLength, zeroed: true);

    // Of the workers beside the first, whose scratch ends the arena.
    private readonly NativeBuffer<float> _scratch = new();

    private readonly NetworkBuffer[] _inputs = new NetworkBuffer[program.Inputs.Length];
    private readonly NetworkBuffer[] _outputs = new NetworkBuffer[program.Outputs.Length];
    private WorkspacePool<NetworkWorkspace>? _pool;
    private int _samples;
    private int _routine;

    /// <summary>Runs a batch.</summary>
    public void RunBatch(ReadOnlySpan<NetworkBuffer> inputs, ReadOnlySpan<NetworkBuffer> outputs, int samples, WorkerTeam team, WorkspacePool<NetworkWorkspace> pool)
    {
        inputs.CopyTo(_inputs);
        outputs.CopyTo(_outputs);

        // A batch that leaves workers idle is better run sample by sample, where parts of one are worth sharing.
        var sharesSamples = program.Together.Length > 0;
        if (team.Count > 1 && samples >= program.MinimumBatch && (!sharesSamples || samples >= (team.Count + 1) / 2))
        {
            _samples = samples;
            _pool = pool;
            _routine = WholeSamples;
            team.Run(this);
            return;
        }

        for (var sample = 0; sample < samples; sample++)
        {
            if (sharesSamples && team.Count > 1)
            {
                RunSampleTogether(sample, team);
            }
            else
            {
                RunSample(this, sample);
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(int worker, int workers)
    {
        if (_routine == WholeSamples)
        {
            RunSamples(Share(_samples, worker, workers), Share(_samples, worker + 1, workers), worker);
            return;
        }

        ref readonly var routine = ref program.Together[_routine];
        var scratch = worker == 0 ? Scratch : _scratch.Pointer + ((long)(worker - 1) * program.ScratchLength);
        routine.Run(_arena.Pointer, parameters.Pointer, scratch, Share(routine.Jobs, worker, workers), Share(routine.Jobs, worker + 1, workers));
    }

    private float* Scratch => _arena.Pointer + (program.ArenaLength - program.ScratchLength);

    // The first job of a worker's share.
    private static int Share(int jobs, int worker, int workers) => (int)((long)jobs * worker / workers);

    private void RunSamples(int first, int end, int worker)
    {
        if (first == end)
        {
            return;
        }

        var own = worker == 0 ? this : _pool!.Rent();
        for (var sample = first; sample < end; sample++)
        {
            own.RunSample(this, sample);
        }

        if (own != this)
        {
            _pool!.Return(own);
        }
    }

    /// <summary>Runs one sample of a batch on this thread.</summary>
    /// <param name="batch">The workspace that was asked to run the batch.</param>
    /// <param name="sample">Which sample.</param>
    private void RunSample(NetworkWorkspace batch, int sample)
    {
        Pack(batch, sample);
        foreach (ref readonly var routine in program.Alone.AsSpan())
        {
            routine.Run(_arena.Pointer, parameters.Pointer, Scratch, 0, routine.Jobs);
        }

        Unpack(batch, sample);
    }

    /// <summary>Runs one sample on all threads of the team; what is too small to be worth it on this one.</summary>
    private void RunSampleTogether(int sample, WorkerTeam team)
    {
        _scratch.EnsureCapacity(checked((team.Count - 1) * program.ScratchLength));
        Pack(this, sample);
        for (var i = 0; i < program.Together.Length; i++)
        {
            ref readonly var routine = ref program.Together[i];
            if (routine.IsShared)
            {
                _routine = i;
                team.Run(this);
            }
            else
            {
                routine.Run(_arena.Pointer, parameters.Pointer, Scratch, 0, routine.Jobs);
            }
        }

        Unpack(this, sample);
    }

    private void Pack(NetworkWorkspace batch, int sample)
    {
        for (var i = 0; i < program.Inputs.Length; i++)
        {
            program.Inputs[i].Copy(_arena.Pointer, batch._inputs[i], sample);
        }
    }

    private void Unpack(NetworkWorkspace batch, int sample)
    {
        for (var i = 0; i < program.Outputs.Length; i++)
        {
            program.Outputs[i].Copy(_arena.Pointer, batch._outputs[i], sample);
        }
    }
}

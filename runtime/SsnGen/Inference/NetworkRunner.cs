using System.ComponentModel;
using SsnGen.Buffers;
using SsnGen.Threading;

namespace SsnGen.Inference;

/// <summary>Runs an emitted network: the one edge where lengths are checked, working memory, and how a team shares the work.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NetworkRunner
{
    private readonly NetworkProgram _program;
    private readonly WorkspacePool<NetworkWorkspace> _workspaces;

    /// <summary>Makes a network that can run.</summary>
    /// <param name="program">What it is made of.</param>
    /// <param name="parameters">Its packed parameters.</param>
    public NetworkRunner(NetworkProgram program, NativeBuffer<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(parameters);
        _program = program;
        _workspaces = new(() => new NetworkWorkspace(program, parameters));
    }

    /// <summary>Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.</summary>
    /// <param name="input">The samples, [N, C, H, W].</param>
    /// <param name="output">Receives their outputs, [N, C, H, W] of the output's shape; must not overlap the input.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="ArgumentException">The input is not a whole number of samples, the output has not room for exactly as many, or they overlap.</exception>
    public void Run(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        var samples = NetworkLengths.CountSamples(input, output, _program.Input, _program.Output);
        if (samples == 0)
        {
            return;
        }

        var workspace = _workspaces.Rent();
        fixed (float* x = input)
        fixed (float* y = output)
        {
            workspace.RunBatch(x, y, samples, team, _workspaces);
        }

        _workspaces.Return(workspace);
    }
}

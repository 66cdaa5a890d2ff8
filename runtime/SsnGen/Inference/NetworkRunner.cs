using System.ComponentModel;
using SsnGen.Buffers;
using SsnGen.Threading;

namespace SsnGen.Inference;

/// <summary>Runs an emitted network: the one edge where lengths are checked, working memory, and how a team shares the work.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NetworkRunner
{
    private readonly NetworkEnd[] _inputs;
    private readonly NetworkEnd[] _outputs;
    private readonly bool[] _takesPixels;
    private readonly WorkspacePool<NetworkWorkspace> _workspaces;

    /// <summary>Makes a network that can run.</summary>
    /// <param name="program">What it is made of.</param>
    /// <param name="parameters">Its packed parameters.</param>
    public NetworkRunner(NetworkProgram program, NativeBuffer<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(parameters);
        _inputs = [.. program.Inputs.Select(static i => i.End)];
        _outputs = [.. program.Outputs.Select(static o => o.End)];
        _takesPixels = [.. program.Inputs.Select(static i => i.TakesPixels)];
        _workspaces = new(() => new NetworkWorkspace(program, parameters));
    }

    /// <summary>Runs a network of one input and one output for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.</summary>
    /// <param name="input">The samples, [N, C, H, W].</param>
    /// <param name="output">Receives their outputs, [N, C, H, W] of the output's shape; must not overlap the input.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="ArgumentException">The input is not a whole number of samples, the output has not room for exactly as many, or they overlap.</exception>
    public void Run(ReadOnlySpan<float> input, Span<float> output, WorkerTeam team)
    {
        fixed (float* x = input)
        fixed (float* y = output)
        {
            RunAll([new(x, input.Length)], [new(y, output.Length)], team);
        }
    }

    /// <summary>As the other overload, for samples that are 8-bit pictures.</summary>
    /// <param name="input">The pictures, [N, H, W, C].</param>
    /// <param name="output">Receives their outputs, [N, C, H, W] of the output's shape; must not overlap the input.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="ArgumentException">The input is not a whole number of samples, or nothing says how its pixels become values, the output has not room for exactly as many, or they overlap.</exception>
    public void Run(ReadOnlySpan<byte> input, Span<float> output, WorkerTeam team)
    {
        fixed (byte* x = input)
        fixed (float* y = output)
        {
            RunAll([new(x, input.Length)], [new(y, output.Length)], team);
        }
    }

    /// <summary>Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.</summary>
    /// <param name="inputs">The samples, [N, C, H, W], for each input.</param>
    /// <param name="outputs">The place for each output, [N, C, H, W] of its shape; none overlaps an input or another output.</param>
    /// <param name="team">The threads that share the work.</param>
    /// <exception cref="ArgumentException">An input is not a whole number of samples, or of another number than the first, or is pixels and nothing says how they become values, an output has not room for exactly as many, or overlaps.</exception>
    public void RunAll(ReadOnlySpan<NetworkBuffer> inputs, ReadOnlySpan<NetworkBuffer> outputs, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs.Length, _inputs.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, _outputs.Length);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].IsPixels && !_takesPixels[i])
            {
                throw new ArgumentException($"The {_inputs[i].Name} is pixels, and nothing says how they become values.", _inputs[i].Name);
            }
        }

        var samples = NetworkLengths.CountSamples(_inputs, inputs, _outputs, outputs);
        if (samples == 0)
        {
            return;
        }

        var workspace = _workspaces.Rent();
        workspace.RunBatch(inputs, outputs, samples, team, _workspaces);
        _workspaces.Return(workspace);
    }
}

using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>What an emitted network is made of: its memory and its routines.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NetworkProgram
{
    /// <summary>Describes a network.</summary>
    /// <param name="packInput">Brings a sample into the arena: takes the arena and the sample.</param>
    /// <param name="unpackOutput">Brings its output back: takes the arena and the place of the output.</param>
    public NetworkProgram(delegate*<float*, float*, void> packInput, delegate*<float*, float*, void> unpackOutput)
    {
        PackInput = packInput;
        UnpackOutput = unpackOutput;
    }

    /// <summary>The shape of one sample.</summary>
    public required Shape Input { get; init; }

    /// <summary>The shape of its output.</summary>
    public required Shape Output { get; init; }

    /// <summary>Floats of working memory of one run, the scratch of its first worker included.</summary>
    public required int ArenaLength { get; init; }

    /// <summary>Floats of scratch that each worker needs; that of the first ends the arena.</summary>
    public int ScratchLength { get; init; }

    /// <summary>From this many samples on, they are shared out over the team.</summary>
    public required int MinimumBatch { get; init; }

    /// <summary>One sample on one thread.</summary>
    public required NetworkRoutine[] Alone { get; init; }

    /// <summary>One sample on a team; empty where no part of it is worth sharing.</summary>
    public NetworkRoutine[] Together { get; init; } = [];

    internal delegate*<float*, float*, void> PackInput { get; }

    internal delegate*<float*, float*, void> UnpackOutput { get; }
}

using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>What an emitted network is made of: its ends, its memory and its routines.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkProgram
{
    /// <summary>What it takes, in order.</summary>
    public required NetworkTransfer[] Inputs { get; init; }

    /// <summary>What it returns, in order.</summary>
    public required NetworkTransfer[] Outputs { get; init; }

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
}

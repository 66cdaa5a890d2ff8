using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>How one input of an emitted network comes into its arena, or one output out of it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NetworkTransfer
{
    private readonly delegate*<float*, float*, void> _copy;

    /// <summary>Describes an input or an output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="copy">Copies it: takes the arena, and what the caller has of one sample.</param>
    public NetworkTransfer(string name, Shape shape, delegate*<float*, float*, void> copy)
    {
        End = new NetworkEnd(name, shape);
        _copy = copy;
    }

    internal NetworkEnd End { get; }

    internal void Copy(float* arena, NetworkBuffer samples, int sample) => _copy(arena, samples.Start + ((long)sample * End.Shape.Length));
}

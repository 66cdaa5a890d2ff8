using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>How one input of an emitted network comes into its arena, or one output out of it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NetworkTransfer
{
    private readonly delegate*<float*, float*, void> _copy;
    private readonly delegate*<float*, byte*, void> _convert;

    /// <summary>Describes an input or an output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="copy">Copies it: takes the arena, and what the caller has of one sample.</param>
    public NetworkTransfer(string name, Shape shape, delegate*<float*, float*, void> copy)
    {
        End = new NetworkEnd(name, shape);
        _copy = copy;
    }

    /// <summary>Describes an input that may be 8-bit pixels too.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="copy">Copies values: takes the arena, and what the caller has of one sample.</param>
    /// <param name="convert">Converts pixels, likewise.</param>
    public NetworkTransfer(string name, Shape shape, delegate*<float*, float*, void> copy, delegate*<float*, byte*, void> convert)
        : this(name, shape, copy) => _convert = convert;

    internal NetworkEnd End { get; }

    internal bool TakesPixels => _convert is not null;

    internal void Copy(float* arena, NetworkBuffer samples, int sample)
    {
        var offset = (long)sample * End.Shape.Length;
        if (samples.IsPixels)
        {
            _convert(arena, samples.Pixels + offset);
        }
        else
        {
            _copy(arena, samples.Values + offset);
        }
    }
}

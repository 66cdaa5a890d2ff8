using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>
/// For each pixel of a resized side the two pixels of the side that it lies between, and how far from the first. It is made once for each
/// pair of sizes and never moves.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class Resampling
{
    private readonly int[] _places;
    private readonly float[] _weights;

    /// <summary>Finds the places.</summary>
    /// <param name="size">Pixels of the side; at least 1.</param>
    /// <param name="resized">Pixels that it is resized to; at least 1.</param>
    /// <param name="alignsCorners">Whether the centers of the corner pixels lie on each other.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not at least 1.</exception>
    public Resampling(int size, int resized, bool alignsCorners)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resized, 1);
        _places = GC.AllocateUninitializedArray<int>(2 * resized, pinned: true);
        _weights = GC.AllocateUninitializedArray<float>(resized, pinned: true);
        var axis = InterpolationAxis.Of(size, resized, alignsCorners);
        for (var i = 0; i < resized; i++)
        {
            var (first, rest) = Math.DivRem(Math.Max(0, ((long)axis.Step * i) + axis.Start), axis.Divisor);
            _places[2 * i] = (int)first;
            _places[(2 * i) + 1] = (int)Math.Min(first + 1, size - 1);
            _weights[i] = (float)((double)rest / axis.Divisor);
        }

        Places = (int*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_places, 0);
        Weights = (float*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_weights, 0);
    }

    /// <summary>For each pixel the two that it lies between.</summary>
    public int* Places { get; }

    /// <summary>For each pixel the weight of the second, from 0 to 1; that of the first is what remains.</summary>
    public float* Weights { get; }
}

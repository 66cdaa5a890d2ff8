using System.Buffers.Binary;
using SsnGen.Files;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>The state of libtorch's random number generator in a checkpoint.</summary>
internal static class RandomState
{
    /// <summary>The name of its tensor.</summary>
    public const string Name = "random_state";

    // The layout of libtorch's generator on the CPU: seed, values left, whether it is seeded, the next one's place, 624
    // words of a Mersenne twister in 8 bytes each, then normal numbers that are ready: three doubles and a flag of 4
    // bytes, 4 to align it, a float and a flag of a byte.
    private const int Words = 624;
    private const int Left = 8;
    private const int Seeded = 12;
    private const int Next = 16;
    private const int FirstWord = 24;
    private const int Normals = FirstWord + (8 * Words);
    private const int NormalIsValid = Normals + 24;
    private const int FloatNormal = NormalIsValid + 8;
    private const int FloatNormalIsValid = FloatNormal + 4;

    /// <summary>The state now.</summary>
    public static byte[] Get()
    {
        using var state = get_rng_state();
        return state.bytes.ToArray();
    }

    /// <summary>Sets a state that <see cref="Check"/> let pass.</summary>
    public static void Set(byte[] state)
    {
        using var bytes = tensor(state, dtype: ScalarType.Byte);
        set_rng_state(bytes);
    }

    /// <summary>Refuses what libtorch would not take: its own complaint ends the process.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="WeightsException">It is no state of this libtorch's generator.</exception>
    public static void Check(string file, ReadOnlySpan<byte> state)
    {
        var size = Get().Length;
        if (state.Length != size)
        {
            throw new WeightsException(file, Name, $"it has {state.Length} bytes, and the state of this libtorch's random number generator {size}.");
        }

        if (size != FloatNormalIsValid + 4)
        {
            throw new WeightsException(file, Name, $"a state of {size} bytes is that of a libtorch whose random number generator this version of SsnGen does not know: it cannot be checked, and is not used.");
        }

        var left = BinaryPrimitives.ReadInt32LittleEndian(state[Left..]);
        var isValid = left is > 0 and <= Words
            && BinaryPrimitives.ReadInt32LittleEndian(state[Seeded..]) == 1
            && BinaryPrimitives.ReadUInt64LittleEndian(state[Next..]) <= Words
            && WordsFit(state[FirstWord..Normals])
            && NormalsAreFinite(state);
        if (!isValid)
        {
            throw new WeightsException(file, Name, "it is damaged: no random number generator was ever in that state. Use an earlier checkpoint.");
        }
    }

    private static bool WordsFit(ReadOnlySpan<byte> words)
    {
        for (; !words.IsEmpty; words = words[8..])
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(words) > uint.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    private static bool NormalsAreFinite(ReadOnlySpan<byte> state)
    {
        for (var i = Normals; i < NormalIsValid; i += 8)
        {
            if (!double.IsFinite(BinaryPrimitives.ReadDoubleLittleEndian(state[i..])))
            {
                return false;
            }
        }

        return BinaryPrimitives.ReadInt32LittleEndian(state[NormalIsValid..]) is 0 or 1
            && float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(state[FloatNormal..]))
            && state[FloatNormalIsValid] is 0 or 1;
    }
}

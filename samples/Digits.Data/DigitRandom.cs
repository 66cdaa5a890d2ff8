namespace Digits.Data;

/// <summary>
/// Random numbers that are the same on every machine and every version of .NET: SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
public struct DigitRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Starts the numbers of one image, so that an image does not depend on how many are made.</summary>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="index">The number of the image.</param>
    public DigitRandom(int seed, int index) => _state = Mix(((ulong)(uint)seed << 32) | (uint)index);

    /// <summary>A number from 0 (inclusive) to <paramref name="count"/> (exclusive).</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (uint)count) >> 32);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public float Between(float low, float high) => low + (high - low) * Unit();

    /// <summary>
    /// A number of mean 0 and standard deviation 1 that is nearly normal: the sum of three uniform ones, which needs no
    /// logarithm or cosine, whose last bits differ between machines.
    /// </summary>
    public float Bell() => 2f * (Unit() + Unit() + Unit() - 1.5f);

    private float Unit() => (Next() >> 40) * (1f / (1 << 24));

    private ulong Next() => Mix(_state += Golden);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

namespace SsnGen.Networks;

/// <summary>
/// Random numbers that are the same on every machine and in every version of .NET: SplitMix64 (Steele, Lea and Flood,
/// OOPSLA 2014), and no function whose last bit a platform may choose.
/// </summary>
internal sealed class RandomStream
{
    private ulong _state;

    /// <summary>Creates the stream of a name; streams of different names are independent.</summary>
    public RandomStream(int seed, string name)
    {
        // FNV-1a over the seed and the name; string.GetHashCode differs from run to run.
        _state = (14695981039346656037 ^ (uint)seed) * 1099511628211;
        foreach (var character in name)
        {
            _state = (_state ^ character) * 1099511628211;
        }
    }

    /// <summary>A number from 0 to 1, 1 excluded.</summary>
    public double NextUniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// A normal number (mean 0, variance 1): the sum of twelve uniform numbers, which unlike Box and Muller's method
    /// needs no logarithm and no cosine. The tails end at ±6.
    /// </summary>
    public double NextNormal()
    {
        // Four 16-bit numbers from each draw, added exactly.
        ulong sum = 0;
        for (var draw = 0; draw < 3; draw++)
        {
            var bits = Next();
            sum += (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        }

        return (sum - (12 * 0.5 * 0xFFFF)) / 0x10000;
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

namespace SsnGen.Generator.Planning;

/// <summary>Sizes that a definition may make as large as it likes: they are multiplied here before anything trusts them.</summary>
internal static class Sizes
{
    /// <summary>The product of factors that are not negative, or the largest number where it is larger.</summary>
    public static long Product(params long[] factors)
    {
        var product = 1L;
        foreach (var factor in factors)
        {
            if (factor == 0)
            {
                return 0;
            }

            product = product > long.MaxValue / factor ? long.MaxValue : product * factor;
        }

        return product;
    }
}

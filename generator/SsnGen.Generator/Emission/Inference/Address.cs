namespace SsnGen.Generator.Emission.Inference;

/// <summary>Pointer arithmetic as a person would write it: without adding 0 or multiplying by 1.</summary>
internal static class Address
{
    /// <summary><c>pointer + offset</c>.</summary>
    public static string Of(string pointer, long offset) => offset == 0 ? pointer : offset < 0 ? $"{pointer} - {-offset}" : $"{pointer} + {offset}";

    /// <summary><c> + (index * stride)</c>; nothing where there is no index, since it would always be 0.</summary>
    public static string Step(string? index, long stride) => index is null ? "" : stride == 1 ? $" + {index}" : $" + ({index} * {stride})";
}

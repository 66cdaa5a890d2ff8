namespace SsnGen;

/// <summary>Names of what <c>[From]</c>, <c>[Concat]</c>, <c>[Add]</c> and <c>[Multiply]</c> can refer to besides the earlier properties of the class.</summary>
public static class LayerSource
{
    /// <summary>
    /// What the first layer of the class reads: in a model the input of the network, in a block that of the block.
    /// <c>[Add(LayerSource.Input)]</c> adds it, <c>[Multiply(LayerSource.Input)]</c> multiplies by it, <c>[From(LayerSource.Input)]</c> reads it once more.
    /// </summary>
    public const string Input = "(input)";
}

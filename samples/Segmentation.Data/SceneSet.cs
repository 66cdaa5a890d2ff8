namespace Segmentation.Data;

/// <summary>Scenes as 8-bit pictures, with what each pixel shows.</summary>
/// <param name="Height">The height of a scene.</param>
/// <param name="Width">The width of a scene.</param>
/// <param name="Pixels">The pictures, [N, height, width, 3]: red, green, blue.</param>
/// <param name="Labels">What each pixel shows, [N, height, width]: 0 nothing, d + 1 a coin with the digit d.</param>
public sealed record SceneSet(int Height, int Width, byte[] Pixels, byte[] Labels)
{
    /// <summary>Classes that a pixel can be of: none, and a coin of each digit.</summary>
    public const int Classes = 11;

    /// <summary>Channels of a picture.</summary>
    public const int Channels = 3;

    /// <summary>Pixels of a scene.</summary>
    public int Area => Height * Width;

    /// <summary>How many scenes there are, N.</summary>
    public int Count => Labels.Length / Area;

    /// <summary>The picture of one scene, [height, width, 3].</summary>
    /// <param name="scene">Which, from 0.</param>
    public ReadOnlySpan<byte> PixelsOf(int scene) => Pixels.AsSpan(scene * Channels * Area, Channels * Area);

    /// <summary>The labels of one scene, [height, width].</summary>
    /// <param name="scene">Which, from 0.</param>
    public ReadOnlySpan<byte> LabelsOf(int scene) => Labels.AsSpan(scene * Area, Area);
}

namespace Digits.Data;

/// <summary>
/// Labelled images of digits, 16×16 pixels of one channel. A pixel is between 0 (paper) and 1 (full ink).
/// </summary>
/// <remarks>
/// Pixels are not standardised: normalizing is what the network is about, and with paper at 0 the zeros around a padded
/// convolution are more paper.
/// </remarks>
public sealed class DigitSet
{
    /// <summary>Height and width of an image, in pixels.</summary>
    public const int Side = 16;

    /// <summary>Pixels of an image.</summary>
    public const int PixelsPerImage = Side * Side;

    /// <summary>How many digits there are to tell apart.</summary>
    public const int Classes = 10;

    /// <summary>Takes images and labels, without copying them.</summary>
    /// <param name="images">The pixels, [N, 1, 16, 16], row by row.</param>
    /// <param name="labels">The digits, [N], each 0 to 9.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or a label is no digit.</exception>
    public DigitSet(float[] images, byte[] labels)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.Length != (long)labels.Length * PixelsPerImage)
        {
            throw new ArgumentException(
                $"{labels.Length} labels need {labels.Length}·{PixelsPerImage} pixels, not {images.Length}.", nameof(images));
        }

        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1));
        if (wrong >= 0)
            throw new ArgumentException($"Label {wrong} is {labels[wrong]}; labels are 0 to {Classes - 1}.", nameof(labels));

        Images = images;
        Labels = labels;
    }

    /// <summary>The pixels, [N, 1, 16, 16], row by row.</summary>
    public float[] Images { get; }

    /// <summary>The digits, [N].</summary>
    public byte[] Labels { get; }

    /// <summary>How many images there are, N.</summary>
    public int Count => Labels.Length;

    /// <summary>The pixels of one image, [1, 16, 16].</summary>
    /// <param name="index">Which image, from 0.</param>
    /// <returns>256 pixels, row by row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<float> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Images.AsSpan(index * PixelsPerImage, PixelsPerImage);
    }

    /// <summary>The ink at a place between pixels, whose centres are at halves; around the image there is paper.</summary>
    /// <param name="image">The pixels of an image, [16, 16].</param>
    /// <param name="x">The place, from the left edge.</param>
    /// <param name="y">The place, from the top edge.</param>
    /// <returns>From 0 to 1.</returns>
    public static float Ink(ReadOnlySpan<float> image, float x, float y)
    {
        var (left, top) = (MathF.Floor(x - 0.5f), MathF.Floor(y - 0.5f));
        if (!(left >= -1 && left < Side && top >= -1 && top < Side))
        {
            return 0;
        }

        var (right, down, column, row) = (x - 0.5f - left, y - 0.5f - top, (int)left, (int)top);
        var above = Of(image, row, column) + (right * (Of(image, row, column + 1) - Of(image, row, column)));
        var below = Of(image, row + 1, column) + (right * (Of(image, row + 1, column + 1) - Of(image, row + 1, column)));
        return above + (down * (below - above));

        static float Of(ReadOnlySpan<float> image, int row, int column) => row is >= 0 and < Side && column is >= 0 and < Side ? image[(row * Side) + column] : 0;
    }
}

using Digits.Data;

namespace Digits.Training;

/// <summary>The images of one epoch in a random order, each moved by up to one pixel.</summary>
internal sealed class Batches(DigitSet digits, int batch, int seed)
{
    /// <summary>Steps of one epoch; the last batch is left out where it is not full.</summary>
    public int StepsPerEpoch => Math.Max(1, digits.Count / batch);

    /// <summary>Images of one step.</summary>
    public int Size => Math.Min(batch, digits.Count);

    /// <summary>The batches of an epoch: the same ones whenever they are asked for.</summary>
    public IEnumerable<(float[] Images, long[] Labels)> Epoch(int epoch)
    {
        var random = new Random(HashCode(seed, epoch));
        var order = Enumerable.Range(0, digits.Count).ToArray();
        random.Shuffle(order);
        for (var step = 0; step < StepsPerEpoch; step++)
        {
            var images = new float[Size * DigitSet.PixelsPerImage];
            var labels = new long[Size];
            for (var i = 0; i < Size; i++)
            {
                var image = order[(step * Size) + i];
                labels[i] = digits.Labels[image];
                Shift(digits.Image(image), images.AsSpan(i * DigitSet.PixelsPerImage, DigitSet.PixelsPerImage), random.Next(-1, 2), random.Next(-1, 2));
            }

            yield return (images, labels);
        }
    }

    private static void Shift(ReadOnlySpan<float> image, Span<float> shifted, int right, int down)
    {
        for (var y = 0; y < DigitSet.Side; y++)
        {
            for (var x = 0; x < DigitSet.Side; x++)
            {
                var (fromX, fromY) = (x - right, y - down);
                var inside = fromX is >= 0 and < DigitSet.Side && fromY is >= 0 and < DigitSet.Side;
                shifted[(y * DigitSet.Side) + x] = inside ? image[(fromY * DigitSet.Side) + fromX] : 0;
            }
        }
    }

    // System.HashCode differs from run to run.
    private static int HashCode(int a, int b) => unchecked((a * 486187739) + b);
}

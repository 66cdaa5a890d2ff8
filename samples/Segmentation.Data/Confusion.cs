namespace Segmentation.Data;

/// <summary>Counts which class each pixel was given, and which it has.</summary>
public sealed class Confusion
{
    private readonly long[,] _counts = new long[SceneSet.Classes, SceneSet.Classes];

    /// <summary>Pixels of the right class, among all.</summary>
    public double PixelAccuracy => Sum(static (truth, given) => truth == given) / Math.Max(1, Sum(static (_, _) => true));

    /// <summary>The mean, over the classes that there are, of the pixels that have and are given a class among those that have or are given it.</summary>
    public double MeanIntersectionOverUnion =>
        Enumerable.Range(0, SceneSet.Classes).Where(c => Sum((truth, _) => truth == c) > 0).Select(c => Sum((truth, given) => truth == c && given == c) / Sum((truth, given) => truth == c || given == c)).DefaultIfEmpty().Average();

    /// <summary>Counts the pixels of scenes.</summary>
    /// <param name="scores">The score of each class, [N, classes, height, width]: the largest is given.</param>
    /// <param name="labels">The class that each pixel has, [N, height, width].</param>
    /// <param name="area">Pixels of a scene.</param>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<byte> labels, int area)
    {
        var given = new byte[labels.Length];
        Classify(scores, area, given);
        for (var i = 0; i < labels.Length; i++)
        {
            _counts[labels[i], given[i]]++;
        }
    }

    /// <summary>The class of the largest score of each pixel.</summary>
    /// <param name="scores">The score of each class, [N, classes, height, width].</param>
    /// <param name="area">Pixels of a scene.</param>
    /// <param name="classes">Receives the classes, [N, height, width].</param>
    public static void Classify(ReadOnlySpan<float> scores, int area, Span<byte> classes)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            var first = (i / area * SceneSet.Classes * area) + (i % area);
            var best = 0;
            for (var c = 1; c < SceneSet.Classes; c++)
            {
                best = scores[first + (c * area)] > scores[first + (best * area)] ? c : best;
            }

            classes[i] = (byte)best;
        }
    }

    private double Sum(Func<int, int, bool> counts)
    {
        var sum = 0L;
        for (var truth = 0; truth < SceneSet.Classes; truth++)
        {
            for (var given = 0; given < SceneSet.Classes; given++)
            {
                sum += counts(truth, given) ? _counts[truth, given] : 0;
            }
        }

        return sum;
    }
}

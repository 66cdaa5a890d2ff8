using Samples.Showing;
using Segmentation.Data;

namespace Segmentation;

/// <summary>Shows scenes, each with its truth and what the network sees in it.</summary>
internal static class ScenePictures
{
    private const int Scale = 3;
    private const int Gap = 6;

    // Nothing is dark; coins of each digit have a colour.
    private static readonly byte[] _colours =
    [
        30, 30, 30, 230, 25, 75, 60, 180, 75, 255, 225, 25, 0, 130, 200, 245, 130, 48, 145, 30, 180, 70, 240, 240, 240, 50, 230, 210, 245, 60, 250, 190, 212,
    ];

    /// <summary>Draws a row for each scene: the scene, its truth, what the network gives.</summary>
    public static Picture Draw(ScenesNet network, SceneSet scenes)
    {
        var scores = new float[scenes.Count * SceneSet.Classes * scenes.Area];
        network.Run(scenes.Pixels, scenes.Height, scenes.Width, scores);
        var given = new byte[scenes.Labels.Length];
        Confusion.Classify(scores, scenes.Area, given);
        var (height, width) = ((scenes.Height * Scale) + Gap, (scenes.Width * Scale) + Gap);
        var picture = new Picture((scenes.Count * height) + Gap, (3 * width) + Gap);
        for (var i = 0; i < scenes.Count; i++)
        {
            var top = Gap + (i * height);
            picture.Put(scenes.PixelsOf(i), scenes.Width, top, Gap, Scale);
            picture.Put(Colours(scenes.LabelsOf(i)), scenes.Width, top, Gap + width, Scale);
            picture.Put(Colours(given.AsSpan(i * scenes.Area, scenes.Area)), scenes.Width, top, Gap + (2 * width), Scale);
        }

        return picture;
    }

    private static byte[] Colours(ReadOnlySpan<byte> classes)
    {
        var pixels = new byte[3 * classes.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = _colours[(3 * classes[i / 3]) + (i % 3)];
        }

        return pixels;
    }
}

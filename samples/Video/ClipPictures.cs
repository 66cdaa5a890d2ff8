using Samples.Showing;
using Video.Data;

namespace Video;

/// <summary>Shows clips, frame beside frame.</summary>
internal static class ClipPictures
{
    private const int Rows = 16;
    private const int Scale = 3;
    private const int Gap = 4;

    private static readonly byte[] _known = [60, 180, 75];
    private static readonly byte[] _mistaken = [230, 25, 75];

    /// <summary>Draws a row for each of the first clips, each motion twice: whether it is known, then its frames.</summary>
    public static Picture Draw(ClipSet clips, float[] logits)
    {
        const int Frame = (ClipSet.Side * Scale) + Gap;
        var rows = Math.Min(Rows, clips.Count);
        var picture = new Picture((rows * Frame) + Gap, ((ClipSet.Frames + 1) * Frame) + Gap);
        for (var i = 0; i < rows; i++)
        {
            var isKnown = ClipSet.Best(logits.AsSpan(i * ClipSet.Classes, ClipSet.Classes)) == clips.Labels[i];
            picture.Put(isKnown ? _known : _mistaken, across: 1, Gap + (i * Frame), Gap, ClipSet.Side * Scale);
            for (var frame = 0; frame < ClipSet.Frames; frame++)
            {
                byte[] grey = [.. clips.Pixels.AsSpan((i * ClipSet.Length) + (frame * ClipSet.Area), ClipSet.Area).ToArray().SelectMany(static p => new[] { p, p, p })];
                picture.Put(grey, ClipSet.Side, Gap + (i * Frame), Gap + ((frame + 1) * Frame), Scale);
            }
        }

        return picture;
    }
}

using Video.Data;

namespace SsnGen.Onnx.Tests.Samples;

public class ClipTests
{
    private static readonly ClipSet _clips = RenderedClips.Create(80, seed: 3);

    [Fact]
    public void Clips_are_the_same_whenever_they_are_made_and_motions_equally_frequent()
    {
        Assert.Equal(RenderedClips.Create(80, seed: 3).Pixels, _clips.Pixels);
        Assert.All(Enum.GetValues<Motion>(), static motion => Assert.Equal(10, _clips.Labels.Count(label => label == motion)));
        Assert.NotEqual(RenderedClips.Create(80, seed: 4).Pixels, _clips.Pixels);
    }

    [Theory]
    [InlineData(Motion.Left, -1, 0, 0)]
    [InlineData(Motion.Right, 1, 0, 0)]
    [InlineData(Motion.Up, 0, -1, 0)]
    [InlineData(Motion.Down, 0, 1, 0)]
    [InlineData(Motion.Growing, 0, 0, 1)]
    [InlineData(Motion.Shrinking, 0, 0, -1)]
    public void What_moves_moves_as_it_is_said(Motion motion, int right, int down, int larger)
    {
        foreach (var clip in Enumerable.Range(0, _clips.Count).Where(i => _clips.Labels[i] == motion))
        {
            var (first, last) = (Ink(clip, 0), Ink(clip, ClipSet.Frames - 1));
            AssertMoves(right, last.X - first.X, 3);
            AssertMoves(down, last.Y - first.Y, 3);
            AssertMoves(larger, (last.Area / first.Area) - 1, 0.1);
        }

        static void AssertMoves(int sign, double by, double least)
        {
            if (sign != 0)
            {
                Assert.True(sign * by > least, $"{by} is less than {least}.");
            }
        }
    }

    [Fact]
    public void Accuracy_counts_the_largest_logits()
    {
        var clips = new ClipSet(new byte[2 * ClipSet.Length], [Motion.Right, Motion.Up]);
        var logits = new float[2 * ClipSet.Classes];
        logits[1] = 1;
        logits[ClipSet.Classes + 5] = 1;
        Assert.Equal(0.5, clips.Accuracy(logits));
    }

    // Where the ink of a frame is, and how much of it; paper is darker.
    private static (double X, double Y, double Area) Ink(int clip, int frame)
    {
        var pixels = _clips.Pixels.AsSpan((clip * ClipSet.Length) + (frame * ClipSet.Area), ClipSet.Area);
        var levels = pixels.ToArray().Order().ToArray();
        var threshold = (levels[levels.Length / 4] + levels[^4]) / 2;
        var (x, y, count) = (0.0, 0.0, 0);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] > threshold)
            {
                (x, y, count) = (x + (i % ClipSet.Side), y + (i / ClipSet.Side), count + 1);
            }
        }

        return (x / count, y / count, count);
    }
}

using Segmentation.Data;

namespace SsnGen.Onnx.Tests.Samples;

public class SceneTests
{
    [Fact]
    public void Scenes_are_the_same_whenever_they_are_made_and_no_two_are_alike()
    {
        var (few, many) = (RenderedScenes.Create(3, 40, 48, seed: 5), RenderedScenes.Create(8, 40, 48, seed: 5));
        Assert.Equal(few.Pixels, many.Pixels[..few.Pixels.Length]);
        Assert.Equal(few.Labels, many.Labels[..few.Labels.Length]);
        Assert.Equal(8, Enumerable.Range(0, 8).Select(i => Convert.ToHexString(many.PixelsOf(i))).Distinct().Count());
        Assert.NotEqual(few.Pixels, RenderedScenes.Create(3, 40, 48, seed: 6).Pixels);
    }

    [Fact]
    public void Every_class_is_there_and_most_is_nothing()
    {
        var scenes = RenderedScenes.Create(60, 64, 64, seed: 1);
        var counts = Enumerable.Range(0, SceneSet.Classes).Select(c => scenes.Labels.Count(label => label == c)).ToArray();
        Assert.All(counts, static count => Assert.True(count > 1000));
        Assert.InRange(counts[0] / (double)scenes.Labels.Length, 0.4, 0.9);
    }

    [Fact]
    public void Quality_is_counted_as_it_is_defined()
    {
        // Four pixels: nothing, nothing, a 0, a 1; given: nothing, a 0, a 0, a 0.
        var scores = new float[SceneSet.Classes * 4];
        scores[0] = 1;
        (scores[4 + 1], scores[4 + 2], scores[4 + 3]) = (1, 1, 1);
        var quality = new Confusion();
        quality.Add(scores, [0, 0, 1, 2], area: 4);
        Assert.Equal(0.5, quality.PixelAccuracy);

        // 1 of 2, 1 of 3, 0 of 1.
        Assert.Equal((0.5 + (1 / 3.0) + 0) / 3, quality.MeanIntersectionOverUnion, 1e-12);
    }
}

using SsnGen.TorchSharp.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Weights of networks for pictures as those of networks for clips.</summary>
public class InflationTests
{
    [Fact]
    public void A_clip_that_stands_still_gives_what_its_picture_gives()
    {
        using var scope = NewDisposeScope();
        using var pictures = new InflatedPicturesNet.Module();
        using var clips = new InflatedClipsNet.Module();
        Train(pictures);
        clips.InflateFrom(pictures);
        pictures.eval();
        clips.eval();
        using var noGradient = no_grad();
        var picture = randn(2, 3, 9, 8);
        var expected = pictures.forward(picture);
        Assert.True(expected.abs().max().item<float>() > 0.1f);
        var actual = clips.forward(picture.unsqueeze(2).expand(2, 3, 5, 9, 8).contiguous());
        Assert.True((expected - actual).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void Ratios_are_learned_anew()
    {
        using var scope = NewDisposeScope();
        using var pictures = new InflatedPicturesNet.Module();
        using var clips = new InflatedClipsNet.Module();
        pictures.Radius = 1;
        Train(pictures);

        // Both, of which one has nothing to choose.
        Assert.Equal(2, pictures.FixedCount);
        clips.InflateFrom(pictures);
        Assert.Equal((1, 0), (clips.FixedCount, clips.Radius));
    }

    [Fact]
    public void Other_networks_are_refused_and_nothing_is_changed()
    {
        using var scope = NewDisposeScope();
        using var clips = new InflatedClipsNet.Module();
        using var other = new PhotosNet.Module();
        var before = clips.state_dict().Values.Select(static t => t.clone()).ToArray();
        Assert.Throws<ArgumentException>("pictures", () => clips.InflateFrom(other));
        Assert.All(clips.state_dict().Values.Zip(before), static pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    // A step in training, so that running moments are not what they begin as, nor biases.
    private static void Train(SsnModule module)
    {
        using var optimizer = SsnOptimizer.Sgd(module, 0.1);
        module.train();
        module.Backward(module.forward(randn(4, 3, 9, 8)).square().mean());
        optimizer.Step();
    }
}

using SsnGen.TorchSharp.Tests.Models;

namespace SsnGen.TorchSharp.Tests;

/// <summary>What debuggers show of a training: a line of each type.</summary>
public sealed class WordsTests
{
    [Fact]
    public void A_module_says_its_network_and_how_much_of_it_is_fixed()
    {
        using var module = new SmallNet.Module();
        Assert.Equal("SsnGen.TorchSharp.Tests.Models.SmallNet: 2x8x8 -> 3, 10 layers, 0 of 8 normalizations fixed", module.ToString());
        module.Norms[2].Fix(new Selection(Normalizer.Batch, Normalizer.Layer));
        Assert.Contains(", 1 of 8 normalizations fixed", module.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalization_says_the_ratios_of_its_last_pass()
    {
        using var module = new SmallNet.Module();
        var norm = module.Norms[0];
        Assert.Equal("Stem: mean Instance 0.3333, Layer 0.3333, Batch 0.3333; variance Instance 0.3333, Layer 0.3333, Batch 0.3333", norm.ToString());
        norm.Fix(new Selection(Normalizer.Batch, Normalizer.Layer));
        Assert.Equal("Stem: mean Batch, fixed; variance Layer, fixed", norm.ToString());
    }

    [Fact]
    public void Shared_ratios_are_said_once()
    {
        using var module = new OddNet.Module();
        Assert.Equal("Shared: Instance 0.3333, Layer 0.3333, Batch 0.3333", module.Norms.Single(static n => n.Path == "Shared").ToString());
    }

    [Fact]
    public void What_is_disposed_of_is_still_said()
    {
        var module = new SmallNet.Module();
        var norm = module.Norms[0];
        var words = (module.ToString(), norm.ToString());
        module.Dispose();
        Assert.Equal(words, (module.ToString(), norm.ToString()));
    }

    [Fact]
    public void What_only_groups_others_names_them()
    {
        using var module = new SmallNet.Module();
        Assert.Equal("0, 1", module.named_children().Single(static c => c.name == "Stage2").module.ToString());
    }

    [Fact]
    public void An_optimizer_its_groups_and_a_mixture_are_said_in_a_line()
    {
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, learningRate: 0.25);
        Assert.Equal("step 0 of SsnGen.TorchSharp.Tests.Models.SmallNet, learning rate 0.25", optimizer.ToString());
        Assert.Equal("9 weights, 17 affine, 16 control", optimizer.Groups.ToString());
        Assert.StartsWith("Stem stays a mixture: both ratios are not one-hot", module.Mixtures[0].ToString(), StringComparison.Ordinal);
    }
}

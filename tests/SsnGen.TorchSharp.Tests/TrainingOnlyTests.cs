using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Outputs that only training needs: the collapsed network does without them, with weights that have theirs and without.</summary>
public sealed class TrainingOnlyTests
{
    [Fact]
    public void The_collapsed_network_has_neither_the_output_nor_what_leads_to_it_alone()
    {
        Assert.Equal(["Stem", "Body", "Pool", "Classifier"], AuxiliaryNet.Layers.Select(static l => l.Path));
        Assert.Equal(["output"], AuxiliaryNet.Graph.Outputs.Select(static o => o.Name));
        Assert.Equal(["Auxiliary", "output"], AuxiliaryNet.TrainingGraph.Outputs.Select(static o => o.Name));
        Assert.Equal(7, AuxiliaryNet.TrainingGraph.Layers.Count);
    }

    [Fact]
    public void Weights_load_with_what_only_training_needs_and_without()
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var all = folder.File("all.safetensors");
        using var module = new AuxiliaryNet.Module();
        module.eval();
        module.Save(all);
        var x = randn(2, 3, 8, 8);
        var outputs = module.ForwardAll(x);
        Assert.Equal(2, outputs.Length);

        var network = AuxiliaryNet.Load(all);
        var output = new float[2 * AuxiliaryNet.OutputLength];
        network.Run(x.data<float>().ToArray(), output);
        FloatAssert.MaxDifference<float, float>(outputs[1].data<float>().ToArray(), output, 1e-4);

        // Random weights of what is left have none of the others.
        var fewer = NetworkWeights.Random(AuxiliaryNet.Layers, seed: 1);
        Assert.False(fewer.Contains("Auxiliary.linear.weight"));
        AuxiliaryNet.Create(fewer);
        Assert.Throws<WeightsException>(() => AuxiliaryNet.Create(NetworkWeights.Random(SmallNet.Layers, seed: 1)));
    }
}

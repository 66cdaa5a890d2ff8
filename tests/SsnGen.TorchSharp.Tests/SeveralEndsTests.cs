using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp;
using SsnGen.TorchSharp.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Modules of networks that have several inputs and outputs.</summary>
public sealed class SeveralEndsTests
{
    [Fact]
    public void All_inputs_are_taken_and_all_outputs_given()
    {
        using var module = new Pair();
        using var left = arange(8, dtype: float32).reshape(2, 1, 2, 2);
        using var right = ones(2, 1, 2, 2);
        var outputs = module.ForwardAll(left, right);
        Assert.Equal([1f, 2, 3, 4, 5, 6, 7, 8], outputs[0].data<float>().ToArray());
        Assert.Equal([2.5f, 6.5f], outputs[1].data<float>().ToArray());
    }

    [Fact]
    public void A_network_that_declares_several_outputs_gives_the_same_trained_collapsed_and_in_double_precision()
    {
        manual_seed(8);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = new PyramidNet.Module();
        using (var optimizer = SsnOptimizer.Sgd(module, 0.05))
        {
            module.Backward(module.ForwardAll(randn(4, 2, 8, 8)).Select(static y => y.square().mean()).Aggregate(static (a, b) => a + b));
            Assert.All(module.parameters(), static p => Assert.NotNull(p.grad));
            optimizer.Step();
        }

        module.Save(folder.File("pyramid.safetensors"));
        module.eval();
        var x = randn(3, 2, 8, 8);
        var trained = module.ForwardAll(x).Select(static y => y.data<float>().ToArray()).ToArray();
        Assert.Equal(["Fine", "Top", "Merged", "Classifier"], PyramidNet.Graph.Outputs.Select(static o => o.Name));

        var input = x.data<float>().ToArray();
        var collapsed = trained.Select(static y => new float[y.Length]).ToArray();
        PyramidNet.Load(folder.File("pyramid.safetensors")).Run(input, fine: collapsed[0], top: collapsed[1], merged: collapsed[2], classifier: collapsed[3]);
        var reference = ReferenceEvaluation.RunLayers(PyramidNet.Graph, NetworkWeights.Load(folder.File("pyramid.safetensors")), input);
        for (var i = 0; i < trained.Length; i++)
        {
            var expected = reference[PyramidNet.Graph.Outputs[i].Layer];
            FloatAssert.MaxDifference<double, float>(expected, trained[i], 2e-5 * (1 + expected.Max(Math.Abs)));
            FloatAssert.MaxDifference<double, float>(expected, collapsed[i], 2e-5 * (1 + expected.Max(Math.Abs)));
        }
    }

    [Fact]
    public void A_network_that_declares_several_inputs_gives_the_same_trained_collapsed_and_in_double_precision()
    {
        manual_seed(9);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = new GuidedNet.Module();
        Assert.Equal(["input", "Mask", "Known"], GuidedNet.Graph.Inputs.Select(static i => i.Name));
        module.Save(folder.File("guided.safetensors"));
        module.eval();
        Tensor[] inputs = [randn(3, 3, 8, 6), randn(3, 1, 8, 6), randn(3, 5, 1, 1)];
        var trained = module.ForwardAll(inputs)[0].data<float>().ToArray();

        var values = inputs.Select(static x => x.data<float>().ToArray()).ToArray();
        var network = GuidedNet.Load(folder.File("guided.safetensors"));
        Assert.Same(GuidedNet.Graph.Inputs[1], network.Mask);
        var collapsed = new float[trained.Length];
        network.Run(input: values[0], mask: values[1], known: values[2], output: collapsed);
        var reference = ReferenceEvaluation.RunLayers(GuidedNet.Graph, NetworkWeights.Load(folder.File("guided.safetensors")), values);
        var expected = reference[GuidedNet.Graph.Outputs[0].Layer];
        FloatAssert.MaxDifference<double, float>(expected, trained, 2e-5 * (1 + expected.Max(Math.Abs)));
        FloatAssert.MaxDifference<double, float>(expected, collapsed, 2e-5 * (1 + expected.Max(Math.Abs)));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var module = new Pair();
        using var image = ones(2, 1, 2, 2);
        using var other = ones(2, 1, 2, 3);
        using var more = ones(3, 1, 2, 2);
        Refuses<InvalidOperationException>("Pair takes left, right and returns Sum, Mean: call ForwardAll.", () => module.forward(image));
        Refuses<ArgumentException>("Pair takes left, right; given are 1 tensors.", () => module.ForwardAll(image));
        Refuses<ArgumentException>("Pair takes float32 [N, 1, 2, 2]; the right is Float32 [2, 1, 2, 3]. (Parameter 'right')", () => module.ForwardAll(image, other));
        Refuses<ArgumentException>("The right of Pair has 3 samples, and the left 2. (Parameter 'right')", () => module.ForwardAll(image, more));
    }

    private static void Refuses<T>(string words, Action act)
        where T : Exception => Assert.StartsWith(words, Assert.Throws<T>(act).Message, StringComparison.Ordinal);

    private static NetworkGraph Graph()
    {
        NetworkInput left = new("left", new(1, 2, 2)), right = new("right", new(1, 2, 2));
        var sum = new Layer { Path = "Sum", Sources = [left], Output = left.Shape, Producer = new Producer.Identity(), Tail = [new TailStep.Add(right)] };
        var mean = new Layer { Path = "Mean", Sources = [sum], Output = new(1, 1, 1), Producer = new Producer.GlobalAveragePool() };
        return new NetworkGraph([left, right], [sum, mean], [new("Sum", sum), new("Mean", mean)]);
    }

    /// <summary>As the generator would write it.</summary>
    private sealed class Pair() : SsnModule(nameof(Pair), Graph())
    {
        public override Tensor[] ForwardAll(params Tensor[] inputs)
        {
            using var pass = BeginForward(inputs);
            using var scope = NewDisposeScope();
            var sum = inputs[0].add(inputs[1]);
            var mean = nn.functional.adaptive_avg_pool2d(sum, 1L);
            return [sum.MoveToOuterDisposeScope(), mean.MoveToOuterDisposeScope()];
        }
    }
}

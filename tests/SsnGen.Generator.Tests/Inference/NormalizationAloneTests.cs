extern alias runtime;

using runtime::SsnGen.Threading;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Testing;

namespace SsnGen.Generator.Tests.Inference;

/// <summary>Networks of one normalization, which run on its training kernel, against the reference in double precision.</summary>
public class NormalizationAloneTests
{
    private static readonly Normalizer[] _normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];

    [Fact]
    public void Every_pair_agrees_with_the_reference_at_every_kind_of_slab()
    {
        Shape[] shapes = [new(6, 1, 1), new(6, 7, 1), new(6, 7, 7), new(12, 16, 20)];
        var plans =
            from shape in shapes
            from mean in _normalizers
            from variance in _normalizers
            let added = mean == variance ? 1 : 0
            select TestPlans.Model(
                $"{mean}{variance}{shape.SlabSize}",
                shape,
                TestPlans.Layer(0, shape, shape, new Producer.Identity(), TestPlans.Selected(mean, variance, groups: 3), Activations.Silu, new int[added]));
        foreach (var network in CompiledNetwork.Create([.. plans]))
        {
            Assert.True(network.Plan.IsNormalizationAlone);
            NetworkAssert.Agrees(network, network.Samples(3), tolerance: 4e-6);
        }
    }

    [Fact]
    public void A_mixture_agrees_with_the_reference()
    {
        var network = Mixture();
        NetworkAssert.Agrees(network, network.Samples(3), tolerance: 4e-6);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var network = Mixture();
        var input = network.Samples(8);
        Assert.Equal(network.Run(input), network.Run(input, new OneByOneTeam(3)));
        Assert.Equal(network.Run(input), network.Run(input, ThreadTeam.Shared));
    }

    [Fact]
    public void Runs_of_any_batch_size_follow_each_other()
    {
        var network = Mixture();
        foreach (var samples in new[] { 3, 0, 1, 5 })
        {
            NetworkAssert.Agrees(network, network.Samples(samples, seed: samples), tolerance: 4e-6);
        }
    }

    [Fact]
    public void A_second_run_allocates_nothing()
    {
        var network = Mixture();
        var input = network.Samples(2);
        var output = new float[input.Length];
        Assert.Equal(0, Allocation.Least(() => network.Run(input, output, InlineTeam.Instance)));
    }

    [Fact]
    public void Output_over_input_is_refused()
    {
        var network = Mixture();
        var values = network.Samples(1);
        var error = Assert.Throws<ArgumentException>(() => network.Run(values, values, InlineTeam.Instance));
        Assert.Equal("output", error.ParamName);
        Assert.Throws<ArgumentException>(() => network.Run(values.AsSpan(1), new float[values.Length - 1], InlineTeam.Instance));
    }

    private static CompiledNetwork Mixture()
    {
        var shape = new Shape(20, 32, 32);
        var normalization = TestPlans.Selected(Normalizer.Instance, Normalizer.Instance, groups: 5) with { Selection = null };
        return CompiledNetwork.Create(TestPlans.Model(
            "Mixture", shape, TestPlans.Layer(0, shape, shape, new Producer.Identity(), normalization, Activations.Relu)));
    }
}

extern alias runtime;

using System.Reflection;
using CsCheck;
using ILGPU.Runtime;
using runtime::SsnGen.Networks;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Gpu;
using SsnGen.Gpu.Networks;
using SsnGen.Gpu.Tests.Networks;

namespace SsnGen.Generator.Tests.Gpu;

/// <summary>Random networks on ILGPU's simulation compute what their description says.</summary>
public class GpuNetworkPropertyTests
{
    /// <summary>Multiply-adds of a network that the simulation computes in a moment.</summary>
    private const long MostWork = 1_000_000;

    [Fact]
    public void Random_networks_agree_with_the_reference() =>
        Gen.Int[0, 1_000_000].Sample(seed =>
        {
            var random = new RandomPlans(seed);
            var plans = Enumerable.Range(0, 100).Select(i => random.Next($"Net{i}")).Where(static p => p.Layers.Sum(Work) < MostWork).Take(8).ToArray();
            AssertAgree(plans, seed);
        }, iter: 2, threads: 1);

    private static long Work(LayerPlan layer) => layer.Output.Length * (8 + (layer.Producer switch
    {
        Producer.Conv c => (long)layer.Input.Channels / c.Groups * c.Window.Taps,
        Producer.Linear => layer.Input.Length,
        _ => 8,
    }));

    [Fact]
    public void Outputs_that_share_memory_are_refused()
    {
        var shape = new Shape(4, 2, 2);
        var plan = TestPlans.Model(
            "Twice", [shape], [TestPlans.Layer(0, shape, shape, new Producer.Identity(), activation: Activations.Relu), TestPlans.Layer(1, shape, shape, new Producer.MaxPool(new Window(1, 1, 0)))], [1, 2]);
        using var context = GpuContext.CreateSimulated();
        using var network = Create(Assembly([plan]), plan, context, NetworkWeights.Random(TestPlans.Layers(plan), seed: 1), blas: null);
        float[] x = new float[16], y = new float[16];
        var error = Assert.Throws<ArgumentException>("outputs", () => network.Run([x], [y, y]));
        Assert.StartsWith("The place of Layer1 overlaps that of Layer0: each output needs a place of its own.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>("outputs", () => network.Run([x], [y]));
        Assert.StartsWith("The network takes images and returns Layer0, Layer1; given are 1 inputs and places for 1 outputs.", error.Message, StringComparison.Ordinal);
    }

    private static void AssertAgree(ModelPlan[] plans, int seed)
    {
        var assembly = Assembly(plans);
        using var context = GpuContext.CreateSimulated();
        foreach (var plan in plans)
        {
            var weights = NetworkWeights.Random(TestPlans.Layers(plan), seed, radius: seed % 100 / 100.0);
            foreach (var blas in new[] { null, new HostBlas() })
            {
                using var network = Create(assembly, plan, context, weights, blas);
                AssertAgrees(plan, network, weights, seed);
            }
        }
    }

    private static Assembly Assembly(IEnumerable<ModelPlan> plans) =>
        Compile.Load(Compile.OfFiles(plans.SelectMany(static plan => PlannedFiles.WithClass(plan, Backend.Gpu)), typeof(GpuNetwork), typeof(Accelerator)));

    private static GpuNetwork Create(Assembly assembly, ModelPlan plan, GpuContext context, NetworkWeights weights, GpuBlas? blas)
    {
        var create = assembly.GetType(plan.FullName + "+GpuNetwork", throwOnError: true)!.GetMethod("Create", [typeof(Accelerator), typeof(NetworkWeights), typeof(GpuBlas)])!;
        return (GpuNetwork)create.Invoke(null, [context.Accelerator, weights, blas])!;
    }

    private static void AssertAgrees(ModelPlan plan, GpuNetwork network, NetworkWeights weights, int seed)
    {
        const int Samples = 2;
        var input = plan.Samples(Samples, seed);
        var outputs = plan.Room(Samples);
        if (plan.Inputs.Length == 1 && plan.Outputs.Length == 1)
        {
            network.Run(input, outputs[0]);
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => network.Run(input, outputs[0]));
            network.Run([.. plan.Inputs(input).Select(static x => (ReadOnlyMemory<float>)x)], [.. outputs.Select(static y => (Memory<float>)y)]);
        }

        NetworkAssert.Agrees(
            [.. outputs.SelectMany(static y => y)],
            x => plan.Reference(weights, x),
            input,
            tolerance: 5e-5,
            () => $"{plan.Name} of seed {seed}{(network.UsesBlas ? ", products" : "")}\n{string.Join('\n', plan.Layers)}");
    }
}

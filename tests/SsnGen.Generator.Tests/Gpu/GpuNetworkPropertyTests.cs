extern alias runtime;

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
        Producer.Conv c => (long)layer.Input.Channels / c.Groups * c.Kernel * c.Kernel,
        Producer.Linear => layer.Input.Length,
        _ => 8,
    }));

    private static void AssertAgree(ModelPlan[] plans, int seed)
    {
        var files = plans.SelectMany(static plan => PlannedFiles.WithClass(plan, Backend.Gpu));
        var assembly = Compile.Load(Compile.OfFiles(files, typeof(GpuNetwork), typeof(Accelerator)));
        using var context = GpuContext.CreateSimulated();
        foreach (var plan in plans)
        {
            var layers = TestPlans.Layers(plan);
            var weights = NetworkWeights.Random(layers, seed, radius: seed % 100 / 100.0);
            var create = assembly.GetType(plan.FullName + "+GpuNetwork", throwOnError: true)!
                .GetMethod("Create", [typeof(Accelerator), typeof(NetworkWeights), typeof(GpuBlas)])!;
            foreach (var blas in new[] { null, new HostBlas() })
            {
                using var network = (GpuNetwork)create.Invoke(null, [context.Accelerator, weights, blas])!;
                AssertAgrees(plan, network, weights, seed);
            }
        }
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

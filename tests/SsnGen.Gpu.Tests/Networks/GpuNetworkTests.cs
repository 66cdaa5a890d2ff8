using ILGPU.Runtime;
using SsnGen.Files;
using SsnGen.Gpu.Networks;
using SsnGen.Networks;

namespace SsnGen.Gpu.Tests.Networks;

/// <summary>Collapsed networks on ILGPU's simulation, against the collapsed networks on the CPU.</summary>
public sealed class GpuNetworkTests : IDisposable
{
    private readonly GpuContext _context = GpuContext.CreateSimulated();

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in NetworkCase.All.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    public void Dispose() => _context.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Batches_that_grow_and_shrink_compute_what_the_cpu_computes(string name, bool products)
    {
        var network = NetworkCase.All[name];
        using var gpu = network.Create(_context.Accelerator, network.Weights, products ? new HostBlas() : null);
        var cpu = network.Cpu(network.Weights);
        Assert.Equal(products, gpu.UsesBlas);
        foreach (var samples in new[] { 1, 3, 0, 2 })
        {
            var images = network.Samples(samples, seed: samples);
            AssertClose(cpu(images), network.Run(gpu, images));
        }
    }

    [Fact]
    public void Warps_of_32_compute_the_same()
    {
        using var context = GpuContext.CreateSimulated(threadsPerWarp: 32, warps: 2);
        var network = NetworkCase.All[nameof(BlocksNet)];
        using var gpu = network.Create(context.Accelerator, network.Weights, null);
        var images = network.Samples(1);
        AssertClose(network.Cpu(network.Weights)(images), network.Run(gpu, images));
    }

    [Fact]
    public void It_is_said_in_a_line()
    {
        using var gpu = BlocksNet.GpuNetwork.Create(_context.Accelerator, NetworkCase.All[nameof(BlocksNet)].Weights);
        Assert.Equal("BlocksNet on " + _context.Accelerator.Name, gpu.ToString());
    }

    [Fact]
    public void A_batch_in_the_devices_memory_is_computed_there()
    {
        var network = NetworkCase.All[nameof(BlocksNet)];
        var device = _context.Accelerator;
        using var gpu = BlocksNet.GpuNetwork.Create(device, network.Weights);
        var images = network.Samples(2);
        using var x = device.Allocate1D(images);
        using var y = device.Allocate1D<float>(2 * BlocksNet.OutputLength);
        using var stream = device.CreateStream();
        gpu.Run(stream, x.View, y.View);
        stream.Synchronize();
        AssertClose(network.Cpu(network.Weights)(images), y.GetAsArray1D());
        Assert.Equal(images, x.GetAsArray1D());
    }

    [Fact]
    public void NaN_reaches_the_output_through_convolution_pooling_and_activation()
    {
        var network = NetworkCase.All[nameof(ProducersNet)];
        using var gpu = network.Create(_context.Accelerator, network.Weights, null);
        var images = network.Samples(2);
        images[100] = float.NaN;
        var outputs = network.Run(gpu, images);
        Assert.All(outputs.Take(ProducersNet.OutputLength), static y => Assert.True(float.IsNaN(y)));
        Assert.All(outputs.Skip(ProducersNet.OutputLength), static y => Assert.True(float.IsFinite(y)));
    }

    [Fact]
    public void Products_are_used_where_there_is_a_library_but_not_in_groups()
    {
        var network = NetworkCase.All[nameof(ProducersNet)];
        var blas = new HostBlas();
        using (var gpu = network.Create(_context.Accelerator, network.Weights, blas))
        {
            network.Run(gpu, network.Samples(1));
        }

        Assert.Equal(network.Layers.Count(static l => l.Producer is Producer.Conv { Groups: 1 } or Producer.Linear), blas.Calls);
        Assert.True(blas.IsDisposed);
        Assert.Null(GpuBlas.TryCreate(_context.Accelerator));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        var network = NetworkCase.All[nameof(BlocksNet)];
        using var gpu = network.Create(_context.Accelerator, network.Weights, null);
        Assert.Contains("multiple of 64 (1x8x8)", Refused(() => gpu.Run(new float[65], new float[10])), StringComparison.Ordinal);
        Assert.Contains("expected 20, 10 (10) for each of 2 samples", Refused(() => gpu.Run(new float[128], new float[10])), StringComparison.Ordinal);
        using var memory = _context.Accelerator.Allocate1D<float>(200);
        var stream = _context.Accelerator.DefaultStream;
        Assert.Contains("16 bytes", Refused(() => gpu.Run(stream, memory.View.SubView(1, 64), memory.View.SubView(100, 10))), StringComparison.Ordinal);
        Assert.Contains("overlap", Refused(() => gpu.Run(stream, memory.View.SubView(0, 64), memory.View.SubView(60, 10))), StringComparison.Ordinal);
        using var other = GpuContext.CreateSimulated();
        using var foreign = other.Accelerator.Allocate1D<float>(10);
        Assert.Contains("another device", Refused(() => gpu.Run(stream, memory.View.SubView(0, 64), foreign.View)), StringComparison.Ordinal);
        Assert.Contains("stream", Refused(() => gpu.Run(other.Accelerator.DefaultStream, memory.View.SubView(0, 64), memory.View.SubView(64, 10))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_network_is_refused()
    {
        var network = NetworkCase.All[nameof(BlocksNet)];
        var gpu = network.Create(_context.Accelerator, network.Weights, null);
        network.Run(gpu, network.Samples(1));
        gpu.Dispose();
        gpu.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Run(gpu, network.Samples(1)));
    }

    [Fact]
    public void Weights_of_another_selection_or_network_are_refused()
    {
        var weights = new SafetensorsWriter(WeightsMetadata.Create("SsnGen.Gpu.Tests.Networks.BlocksNet", "ffffffffffffffffffffffffffffffff", radius: 1));
        using var stream = new MemoryStream();
        weights.WriteTo(stream);
        stream.Position = 0;
        var failure = Assert.Throws<WeightsException>(() => BlocksNet.GpuNetwork.Load(_context.Accelerator, stream));
        Assert.Contains("selection ffff", failure.Message, StringComparison.Ordinal);
        var blas = new HostBlas();
        failure = Assert.Throws<WeightsException>(
            () => BlocksNet.GpuNetwork.Create(_context.Accelerator, NetworkCase.All[nameof(ValuesNet)].Weights, blas));
        Assert.Contains("Stem.conv.weight", failure.Message, StringComparison.Ordinal);
        Assert.True(blas.IsDisposed);
    }

    [Fact]
    public void Weights_that_are_not_finite_or_of_another_model_are_refused()
    {
        var weights = NetworkCase.All[nameof(BlocksNet)].Weights;
        byte[] Save(string model, float first, string extra = "Stem.norm.num_batches_tracked")
        {
            var writer = new SafetensorsWriter(WeightsMetadata.Create(model, BlocksNet.SelectionHash, radius: 1));
            foreach (var tensor in NetworkTensors.Of(BlocksNet.Layers).Where(static tensor => !tensor.IsOptional))
            {
                var values = weights.Get(tensor.Name, tensor.Shape.AsSpan());
                values[0] = tensor.Name == "Stem.conv.weight" ? first : values[0];
                writer.Add(tensor.Name, values, tensor.Shape.AsSpan());
            }

            writer.Add(extra, [1f], 1);
            using var stream = new MemoryStream();
            writer.WriteTo(stream);
            return stream.ToArray();
        }

        var model = typeof(BlocksNet).FullName!;
        var other = Assert.Throws<WeightsException>(() => BlocksNet.GpuNetwork.Load(_context.Accelerator, new MemoryStream(Save("Samples.Other", 1))));
        Assert.Contains($"weights of Samples.Other, and {model}", other.Message, StringComparison.Ordinal);
        Assert.Contains("Extra.weight", Assert.Throws<WeightsException>(() => BlocksNet.GpuNetwork.Load(_context.Accelerator, new MemoryStream(Save(model, 1, "Extra.weight")))).Message, StringComparison.Ordinal);
        BlocksNet.GpuNetwork.Load(_context.Accelerator, new MemoryStream(Save("Samples.Other", 1, "Extra.weight")), new LoadOptions { Strict = false }).Dispose();
        BlocksNet.GpuNetwork.Load(_context.Accelerator, new MemoryStream(Save(model, 1))).Dispose();
        Assert.Equal("Stem.conv.weight", Assert.Throws<WeightsException>(() => BlocksNet.GpuNetwork.Load(_context.Accelerator, new MemoryStream(Save(model, float.NaN)))).Tensor);
        var broken = NetworkWeights.Load(new MemoryStream(Save(model, float.NaN)));
        Assert.Equal("Stem.conv.weight", Assert.Throws<WeightsException>(() => BlocksNet.GpuNetwork.Create(_context.Accelerator, broken)).Tensor);
    }

    private static string Refused(Action run) => Assert.Throws<ArgumentException>(run).Message;

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Select(Math.Abs).DefaultIfEmpty().Max();
        Assert.True(float.IsFinite(largest));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * (1 + largest), $"Value {i} is {actual[i]:R}, on the CPU {expected[i]:R}.");
        }
    }
}

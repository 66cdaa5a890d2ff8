using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Networks;
using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Gpu.Tests.Networks;

/// <summary>Products of a few samples at a time, as layers of large images have them.</summary>
public sealed class ProductChunkTests
{
    private const int Inputs = 2;
    private const int Outputs = 3;
    private const int Pixels = 4;

    private static readonly Layer Pointwise = new()
    {
        Path = "Pointwise",
        Sources = [new NetworkInput("input", new Shape(Inputs, 2, 2))],
        Output = new Shape(Outputs, 2, 2),
        Producer = new Producer.Conv(Outputs, new Window(kernel: 1), Groups: 1, Bias: false),
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    public void Chunks_cover_the_batch(int samples, int calls)
    {
        using var context = GpuContext.CreateSimulated();
        var weights = NetworkWeights.Random([Pointwise], seed: 2);
        var blas = new HostBlas();
        using var network = new Network(context.Accelerator, weights, blas);
        var images = Enumerable.Range(0, samples * Inputs * Pixels).Select(static i => MathF.Sin(i)).ToArray();
        var outputs = new float[samples * Outputs * Pixels];
        network.Run(images, outputs);
        var expected = ReferenceEvaluation.Run(new([Pointwise]), weights, images);
        Assert.Equal(calls, blas.Calls);
        Assert.All(expected.Zip(outputs), static pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    /// <summary>What the generator would emit, but for the two samples of a product.</summary>
    private sealed class Network : GpuNetwork
    {
        private readonly GpuConvolution _convolution;

        public Network(Accelerator accelerator, NetworkWeights weights, GpuBlas blas)
            : base(accelerator, new() { Inputs = [new("images", new(Inputs, 2, 2))], Outputs = [new("outputs", new(Outputs, 2, 2))], ArenaLength = 0, MostSamples = 100 }, blas) =>
            _convolution = Convolution(
                FoldedWeights.Read(Pointwise, weights, folds: false),
                new(static (_, _, _, _, _, _) => { }, Items: 1, Channels: 1),
                new() { Unfold = Copy, UnfoldItems = Inputs * Pixels, Pixels = Pixels, Samples = 2 });

        protected override void RunLayers(AcceleratorStream stream, ReadOnlySpan<ArrayView<float>> inputs, ReadOnlySpan<ArrayView<float>> outputs, int samples) =>
            _convolution.Run(stream, inputs[0], default, outputs[0], samples);

        private static void Copy(ArrayView<float> x, ArrayView<float> columns, int samples)
        {
            for (var i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < samples * Inputs * Pixels; i += Grid.DimX * Group.DimX)
            {
                columns[i] = x[i];
            }
        }
    }
}

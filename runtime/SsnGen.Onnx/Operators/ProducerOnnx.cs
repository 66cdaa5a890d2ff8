namespace SsnGen.Onnx.Operators;

/// <summary>How a producer is written as nodes.</summary>
internal abstract class ProducerOnnx
{
    // One per producer; a test asks for each.
    private static readonly Dictionary<Type, ProducerOnnx> _all = new()
    {
        [typeof(Producer.Identity)] = new IdentityOnnx(),
        [typeof(Producer.Conv)] = new ConvOnnx(),
        [typeof(Producer.ConvTranspose)] = new ConvTransposeOnnx(),
        [typeof(Producer.Linear)] = new LinearOnnx(),
        [typeof(Producer.MaxPool)] = new MaxPoolOnnx(),
        [typeof(Producer.AveragePool)] = new AveragePoolOnnx(),
        [typeof(Producer.GlobalAveragePool)] = new GlobalAveragePoolOnnx(),
        [typeof(Producer.AdaptiveAveragePool)] = new AdaptiveAveragePoolOnnx(),
        [typeof(Producer.ResizeNearest)] = new ResizeNearestOnnx(),
        [typeof(Producer.ResizeBilinear)] = new ResizeBilinearOnnx(),
        [typeof(Producer.ChannelShuffle)] = new ChannelShuffleOnnx(),
        [typeof(Producer.Chunk)] = new ChunkOnnx(),
        [typeof(Producer.PRelu)] = new PReluOnnx(),
        [typeof(Producer.Softmax)] = new SoftmaxOnnx(),
        [typeof(Producer.DepthToSpace)] = new DepthToSpaceOnnx(),
    };

    /// <summary>That of one kind of producer.</summary>
    /// <exception cref="NotSupportedException">ONNX has none.</exception>
    public static ProducerOnnx Of(Producer producer) =>
        _all.TryGetValue(producer.GetType(), out var nodes) ? nodes : throw new NotSupportedException($"There is no export to ONNX of {producer.GetType().Name}.");

    /// <summary>Writes it.</summary>
    /// <param name="nodes">Adds its nodes.</param>
    /// <param name="x">The name of what it reads.</param>
    /// <returns>The name of what it produces.</returns>
    public abstract string Write(ProducerNodes nodes, string x);

    private sealed class IdentityOnnx : ProducerOnnx
    {
        public override string Write(ProducerNodes nodes, string x) => x;
    }
}

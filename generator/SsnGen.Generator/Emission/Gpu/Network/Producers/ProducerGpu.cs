using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>How the values of a producer that is no weighted sum are computed on a device: a thread for each.</summary>
internal abstract class ProducerGpu
{
    // One per producer that is neither a convolution nor the input itself; a test asks for each.
    private static readonly Dictionary<Type, ProducerGpu> _all = new()
    {
        [typeof(Producer.MaxPool)] = new MaxPoolGpu(),
        [typeof(Producer.AveragePool)] = new AveragePoolGpu(),
        [typeof(Producer.GlobalAveragePool)] = new GlobalAveragePoolGpu(),
        [typeof(Producer.AdaptiveAveragePool)] = new AdaptiveAveragePoolGpu(),
        [typeof(Producer.ResizeNearest)] = new ResizeNearestGpu(),
        [typeof(Producer.ResizeBilinear)] = new ResizeBilinearGpu(),
        [typeof(Producer.ChannelShuffle)] = new ChannelShuffleGpu(),
        [typeof(Producer.Chunk)] = new ChunkGpu(),
        [typeof(Producer.PRelu)] = new PReluGpu(),
        [typeof(Producer.Softmax)] = new SoftmaxGpu(),
        [typeof(Producer.DepthToSpace)] = new DepthToSpaceGpu(),
    };

    /// <summary>That of one kind of producer.</summary>
    public static ProducerGpu Of(Producer producer) =>
        _all.TryGetValue(producer.GetType(), out var emitter) ? emitter : throw new NotSupportedException("Nothing is emitted for a device of " + producer.GetType().Name + ".");

    /// <summary>Whether there is one for a kind of producer.</summary>
    public static bool Has(Type producer) => _all.ContainsKey(producer);

    /// <summary>What the kernel is called, before the shape that it reads: all that tells it from those of other producers.</summary>
    public abstract string Name(Producer producer);

    /// <summary>What it computes, in words.</summary>
    public virtual string Words(Producer producer) => producer.Words;

    /// <summary>Writes the method of the kernel.</summary>
    public void Emit(SourceWriter w, ProduceKernel kernel)
    {
        w.Summary($"{Words(kernel.Producer)}, {kernel.Input} to {kernel.Output}; {KernelText.Formula(kernel.End)}. A thread for each value.");
        using var method = KernelText.Values(w, kernel, Parameters(kernel));
        EmitViews(w, kernel);
        using var items = KernelText.Items(w, kernel, "i");
        EmitValue(w, kernel);
        var slab = kernel.Output.SlabSize == 1 ? "i" : "slab";
        var channels = kernel.Output.Channels;
        w.Line($"y[i] = {LayerEndEmitter.Expression(kernel.End, channels, 1, "t", $"{slab} % {Literal.Of(channels)}", "residual[i]")};");
    }

    /// <summary>What the parameters of the channels are called.</summary>
    protected virtual string Parameters(ProduceKernel kernel) => KernelText.Parameters(kernel.End);

    /// <summary>Declares other views of what is read.</summary>
    protected virtual void EmitViews(SourceWriter w, ProduceKernel kernel)
    {
    }

    /// <summary>Declares <c>t</c>, the value <c>i</c> of the output; and <c>slab</c>, where a slab has more than one.</summary>
    protected abstract void EmitValue(SourceWriter w, ProduceKernel kernel);

    /// <summary>An index times a size over another, rounded down, where that may be more than 32 bits hold on the way.</summary>
    protected static string Scaled(string index, int size, int divisor, string more = "") =>
        (long)size * (divisor + 1L) > int.MaxValue ? $"(int)((((long){index} * {Literal.Of(size)}){more}) / {Literal.Of(divisor)})" : $"((({index} * {Literal.Of(size)}){more}) / {Literal.Of(divisor)})";

    /// <summary>The place of a pixel.</summary>
    protected static string Place(Shape input, string slab, string row, string column) => KernelText.Sum(0, ($"(long){slab}", input.SlabSize), (row, input.Width), (column, 1));

    /// <summary>Declares the place of value <c>i</c>: its column, its row, its frame where a slab has several, and its slab.</summary>
    protected static void EmitPlace(SourceWriter w, Shape output)
    {
        w.Line($"int column = i % {Literal.Of(output.Width)};");
        w.Line($"int row = i / {Literal.Of(output.Width)} % {Literal.Of(output.Height)};");
        if (output.Depth > 1)
        {
            w.Line($"int frame = i / {Literal.Of(output.Height * output.Width)} % {Literal.Of(output.Depth)};");
        }

        w.Line($"int slab = i / {Literal.Of(output.SlabSize)};");
    }
}

using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>The softmax over the channels of each pixel, which each of its threads sums up by itself: what one reads the others find in cache.</summary>
internal sealed class SoftmaxGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer) => "Softmax";

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (channels, slab) = (Literal.Of(kernel.Input.Channels), kernel.Input.SlabSize);
        if (slab > 1)
        {
            w.Line($"int slab = i / {Literal.Of(slab)};");
        }

        w.Line($"long from = {(slab == 1 ? $"(long)(i / {channels}) * {channels}" : $"((long)(slab / {channels}) * {Literal.Of(kernel.Input.Length)}) + (i % {Literal.Of(slab)})")};");
        var place = KernelText.Sum(0, ("from", 1), ("k", slab));
        w.Line("float largest = float.NegativeInfinity;");
        using (w.Open($"for (int k = 0; k < {channels}; k++)"))
        {
            w.Line($"largest = onGpu::GpuTiles.Max(largest, x[{place}]);");
        }

        w.Line();
        w.Line("float sum = 0f;");
        using (w.Open($"for (int k = 0; k < {channels}; k++)"))
        {
            w.Line($"sum += global::System.MathF.Exp(x[{place}] - largest);");
        }

        w.Line();
        w.Line("float t = global::System.MathF.Exp(x[i] - largest) / sum;");
    }
}

using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>Each pixel repeated in both directions.</summary>
internal sealed class UpsampleGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer) => "Upsample" + Literal.Of(((Producer.Upsample)producer).Factor);

    /// <inheritdoc/>
    public override string Words(Producer producer) => producer.Words;

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var factor = Literal.Of(((Producer.Upsample)kernel.Producer).Factor);
        EmitPlace(w, kernel.Output);
        w.Line($"float t = x[{KernelText.Sum(0, ("(long)slab", kernel.Input.SlabSize), ($"(row / {factor})", kernel.Input.Width), ($"(column / {factor})", 1))}];");
    }
}

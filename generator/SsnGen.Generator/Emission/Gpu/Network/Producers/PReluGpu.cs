using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>Parametric ReLU: what is negative times the slope of its channel.</summary>
internal sealed class PReluGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer) => "PRelu";

    /// <inheritdoc/>
    protected override string Parameters(ProduceKernel kernel) => "slopes";

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (channels, slab) = (Literal.Of(kernel.Input.Channels), kernel.Input.SlabSize);
        if (slab > 1)
        {
            w.Line($"int slab = i / {Literal.Of(slab)};");
        }

        w.Line($"float t = x[i] > 0f ? x[i] : x[i] * slopes[{(slab == 1 ? "i" : "slab")} % {channels}];");
    }
}

using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu.Network.Producers;

/// <summary>The channels of groups mixed.</summary>
internal sealed class ChannelShuffleGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer) => "Shuffle" + Literal.Of(((Producer.ChannelShuffle)producer).Groups);

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (channels, groups) = (Literal.Of(kernel.Input.Channels), ((Producer.ChannelShuffle)kernel.Producer).Groups);
        // Frames are so many rows more.
        EmitPlace(w, new Shape(kernel.Output.Channels, kernel.Output.Depth * kernel.Output.Height, kernel.Output.Width));
        w.Line($"int c = slab % {channels};");
        w.Line($"int from = slab - c + (c % {Literal.Of(groups)} * {Literal.Of(kernel.Input.Channels / groups)}) + (c / {Literal.Of(groups)});");
        w.Line($"float t = x[{Place(kernel.Input, "from", "row", "column")}];");
    }
}

/// <summary>Some of the channels.</summary>
internal sealed class ChunkGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer)
    {
        var chunk = (Producer.Chunk)producer;
        return $"Chunk{Literal.Of(chunk.Index)}of{Literal.Of(chunk.Parts)}";
    }

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var (input, output) = (kernel.Input, kernel.Output);
        var first = ((Producer.Chunk)kernel.Producer).First(input);
        if (kernel.End.Shift != ChannelShift.None && output.SlabSize > 1)
        {
            w.Line($"int slab = i / {Literal.Of(output.SlabSize)};");
        }

        w.Line($"float t = x[{KernelText.Sum(first * input.SlabSize, ("i", 1), ($"((long)i / {Literal.Of(output.Length)})", input.Length - output.Length))}];");
    }
}

/// <summary>Pixels made of channels.</summary>
internal sealed class DepthToSpaceGpu : ProducerGpu
{
    /// <inheritdoc/>
    public override string Name(Producer producer) => (((Producer.DepthToSpace)producer).PixelsFirst ? "PixelsFirst" : "Pixels") + Literal.Of(((Producer.DepthToSpace)producer).Factor);

    /// <inheritdoc/>
    protected override void EmitValue(SourceWriter w, ProduceKernel kernel)
    {
        var factor = Literal.Of(((Producer.DepthToSpace)kernel.Producer).Factor);
        EmitPlace(w, kernel.Output);
        if (((Producer.DepthToSpace)kernel.Producer).PixelsFirst)
        {
            var channels = Literal.Of(kernel.Output.Channels);
            w.Line($"int phase = (row % {factor} * {factor}) + (column % {factor});");
            w.Line($"int from = (slab / {channels} * {Literal.Of(kernel.Input.Channels)}) + (phase * {channels}) + (slab % {channels});");
        }
        else
        {
            w.Line($"int from = (((slab * {factor}) + (row % {factor})) * {factor}) + (column % {factor});");
        }

        w.Line($"float t = x[{Place(kernel.Input, "from", $"(row / {factor})", $"(column / {factor})")}];");
    }
}

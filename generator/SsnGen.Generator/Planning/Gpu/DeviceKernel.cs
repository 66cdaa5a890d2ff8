using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Planning.Gpu;

/// <summary>One emitted kernel of a network. Layers whose kernels agree in all their constants share one.</summary>
internal abstract record DeviceKernel
{
    /// <summary>Threads of one sample for which there is work.</summary>
    public abstract int Items { get; }

    /// <summary>What each value ends with.</summary>
    public abstract LayerEnd End { get; init; }
}

/// <summary>What is added to a channel, or done to it, before the activation.</summary>
internal enum ChannelShift
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A bias is added.</summary>
    Bias,

    /// <summary>Running moments normalize it: (x − centre)·scale + shift.</summary>
    Affine,
}

/// <summary>What values are multiplied by, before the end of their layer.</summary>
internal enum Factor
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value of the network of the same shape.</summary>
    Values,

    /// <summary>A value of the network of one pixel: one factor for each channel of each sample.</summary>
    Channels,
}

/// <summary>The end of a layer: y = activation(shifted t + residual).</summary>
internal readonly record struct LayerEnd(ChannelShift Shift, bool Residual, Activation? Activation)
{
    /// <summary>Whether it changes nothing.</summary>
    public bool IsNothing => Shift == ChannelShift.None && !Residual && Activation is null;
}

/// <summary>A convolution in register tiles: each thread computes some channels of neighbouring pixels of a row.</summary>
/// <param name="Vectors">Vectors of output channels of a tile.</param>
/// <param name="Width">Channels of a vector: 4, or 1 where a group has fewer than 4.</param>
/// <param name="Pixels">Pixels of a tile.</param>
internal sealed record TileKernel(
    Shape Input, Shape Output, Window Window, int Groups, int Vectors, int Width, int Pixels, LayerEnd End) : DeviceKernel
{
    /// <inheritdoc/>
    public override LayerEnd End { get; init; } = End;

    /// <summary>Output channels of a tile.</summary>
    public int Channels => Vectors * Width;

    public int GroupInputs => Input.Channels / Groups;

    public int GroupOutputs => Output.Channels / Groups;

    /// <summary>Tiles of the channels of one group; the last may have channels of no output.</summary>
    public int GroupTiles => Ceiling.Divide(GroupOutputs, Channels);

    /// <summary>Tiles of the channels of all groups.</summary>
    public int ChannelTiles => Groups * GroupTiles;

    /// <summary>Tiles of a row; the last may reach beyond it.</summary>
    public int RowTiles => Ceiling.Divide(Output.Width, Pixels);

    /// <summary>The columns of the input, from that of the first tap and pixel, that a row of taps needs.</summary>
    internal IEnumerable<int> Columns => Enumerable.Range(0, Pixels)
        .SelectMany(p => Enumerable.Range(0, Window.Columns.Kernel).Select(v => Column(p, v)))
        .Distinct()
        .OrderBy(static c => c);

    /// <summary>The column that one tap sees from one pixel.</summary>
    public int Column(int pixel, int tap) => (pixel * Window.Columns.Stride) + (tap * Window.Columns.Dilation);

    /// <summary>Whether the four pixels of a tile are written at once.</summary>
    public bool StoresVectors => Pixels == 4 && Output.Width % 4 == 0;

    /// <summary>Whether taps lie in several frames, or the input has several.</summary>
    public bool SeesFrames => Window.LeavesFirstFrame(Input);

    /// <inheritdoc/>
    public override int Items => ChannelTiles * Output.Depth * Output.Height * RowTiles;
}

/// <summary>Unfolds images to [N, C·taps, pixels]: for each tap of the window what it sees from each output pixel.</summary>
internal sealed record UnfoldKernel(Shape Input, Shape Output, Window Window) : DeviceKernel
{
    /// <inheritdoc/>
    public override LayerEnd End { get; init; }

    /// <inheritdoc/>
    public override int Items => Input.Channels * Output.SlabSize;
}

/// <summary>The end of a layer as a pass of its own, four values at once where the slab allows it.</summary>
/// <param name="Factor">What the values are multiplied by first; then there is no shift.</param>
internal sealed record FinishKernel(int Channels, int SlabSize, Factor Factor, LayerEnd End) : DeviceKernel
{
    /// <inheritdoc/>
    public override LayerEnd End { get; init; } = End;

    /// <summary>Values that a thread reads and writes at once.</summary>
    public int Width => SlabSize % 4 == 0 ? 4 : 1;

    /// <inheritdoc/>
    public override int Items => Channels * SlabSize / Width;
}

/// <summary>The channels of one tensor among those that a layer joins, a thread for each value of it.</summary>
/// <param name="Part">The tensor.</param>
/// <param name="First">The channel that it begins with.</param>
/// <param name="Output">All of them.</param>
internal sealed record JoinKernel(Shape Part, int First, Shape Output, LayerEnd End) : DeviceKernel
{
    /// <inheritdoc/>
    public override LayerEnd End { get; init; } = End;

    /// <inheritdoc/>
    public override int Items => Part.Length;
}

/// <summary>What a producer that is no weighted sum computes, a thread for each value; the input itself needs none.</summary>
internal sealed record ProduceKernel(Producer Producer, Shape Input, Shape Output, LayerEnd End) : DeviceKernel
{
    /// <inheritdoc/>
    public override LayerEnd End { get; init; } = End;

    /// <inheritdoc/>
    public override int Items => Output.Length;
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Sizes and channels that change without weights.</summary>
[SsnModel(Channels = 4, Height = 2, Width = 3)]
public sealed partial class ResizedNet
{
    [Upsample(2), Output]
    public partial Layer Twice { get; }

    // Here libtorch's own rounding would take another pixel.
    [From(LayerSource.Input), Upsample(41), Output]
    public partial Layer Large { get; }

    [Resize(nameof(Twice)), Output]
    public partial Layer Back { get; }

    [From(nameof(Twice)), AdaptiveAveragePool(3, 4), Output]
    public partial Layer Averages { get; }

    [Resize(nameof(Twice), Mode = Interpolation.Bilinear), Output]
    public partial Layer Between { get; }

    [From(nameof(Averages)), Upsample(3, Mode = Interpolation.Bilinear, AlignCorners = true), Output]
    public partial Layer Aligned { get; }

    [From(LayerSource.Input), Resize(nameof(Averages)), Output]
    public partial Layer Odd { get; }

    [ChannelShuffle(2), Output]
    public partial Layer Mixed { get; }

    [Chunk(1, 2), Output]
    public partial Layer Part { get; }

    [From(LayerSource.Input), DepthToSpace(2, PixelsFirst = true), Output]
    public partial Layer PixelsFirst { get; }

    [From(LayerSource.Input), ConvTranspose(5), Output]
    public partial Layer Twofold { get; }

    [From(LayerSource.Input), ConvTranspose(6, Kernel = 3, Stride = 3, Padding = 1, OutputPadding = 2, Dilation = 2), Ssn(Normalizer.Batch), Relu, Output]
    public partial Layer Threefold { get; }

    [From(LayerSource.Input), DepthToSpace(2)]
    public partial Layer Pixels { get; }
}

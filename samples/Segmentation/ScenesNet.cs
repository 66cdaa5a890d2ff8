using SsnGen;

namespace Segmentation;

/// <summary>
/// A small dilated residual network with pyramid pooling (Zhao et al., CVPR 2017) that gives each pixel of a scene a class. Each
/// <c>[Ssn]</c> lets training choose how its layer is normalized; ScenesNet.Selection.cs holds what it chose. It is trained on scenes of
/// one size, and compiled for two more.
/// </summary>
[SsnModel(Channels = 3, Height = 64, Width = 64, PixelMean = [127.5f], PixelScale = [1 / 64f])]
[InputSize(48, 80)]
[InputSize(96, 128)]
public sealed partial class ScenesNet
{
    /// <summary>Classes: nothing, and a coin of each digit.</summary>
    private const int Classes = 11;

    /// <summary>From colours to 16 channels.</summary>
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>Half the size.</summary>
    [Repeat(1, Channels = 32, Stride = 2)]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>A quarter, as all that follows.</summary>
    [Repeat(1, Channels = 64, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>Taps two pixels apart.</summary>
    [Repeat(1, Channels = 64)]
    public partial Stage<DilatedBlock> Stage3 { get; }

    /// <summary>What a classifier in the middle sees, from which only training learns.</summary>
    [Conv(32, Kernel = 3), From(nameof(Stage2)), Ssn, Relu]
    public partial Layer Middle { get; }

    /// <summary>Its scores.</summary>
    [Conv(Classes)]
    public partial Layer MiddleScores { get; }

    /// <summary>At each pixel.</summary>
    [Resize(LayerSource.Input, Mode = Interpolation.Bilinear), Output(TrainingOnly = true)]
    public partial Layer Auxiliary { get; }

    /// <summary>The average of all.</summary>
    [AdaptiveAveragePool(1), From(nameof(Stage3))]
    public partial Layer Bin1 { get; }

    /// <summary>Of fewer channels.</summary>
    [Conv(16), Ssn(Normalizer.Layer, Normalizer.Batch), Relu]
    public partial Layer Narrow1 { get; }

    /// <summary>At each place.</summary>
    [Resize(nameof(Stage3), Mode = Interpolation.Bilinear)]
    public partial Layer Pyramid1 { get; }

    /// <summary>Averages of quarters.</summary>
    [AdaptiveAveragePool(2), From(nameof(Stage3))]
    public partial Layer Bin2 { get; }

    /// <summary>Of fewer channels.</summary>
    [Conv(16), Ssn(Normalizer.Layer, Normalizer.Batch), Relu]
    public partial Layer Narrow2 { get; }

    /// <summary>At each place.</summary>
    [Resize(nameof(Stage3), Mode = Interpolation.Bilinear)]
    public partial Layer Pyramid2 { get; }

    /// <summary>Averages of sixteenths.</summary>
    [AdaptiveAveragePool(4), From(nameof(Stage3))]
    public partial Layer Bin4 { get; }

    /// <summary>Of fewer channels.</summary>
    [Conv(16), Ssn(Normalizer.Layer, Normalizer.Batch), Relu]
    public partial Layer Narrow4 { get; }

    /// <summary>At each place.</summary>
    [Resize(nameof(Stage3), Mode = Interpolation.Bilinear)]
    public partial Layer Pyramid4 { get; }

    /// <summary>All of it.</summary>
    [Concat(nameof(Stage3), nameof(Pyramid1), nameof(Pyramid2), nameof(Pyramid4)), Conv(64, Kernel = 3), Ssn, Relu]
    public partial Layer Head { get; }

    /// <summary>The score of each class.</summary>
    [Conv(Classes)]
    public partial Layer Scores { get; }

    /// <summary>At each pixel.</summary>
    [Resize(LayerSource.Input, Mode = Interpolation.Bilinear)]
    public partial Layer Map { get; }
}

using SsnGen;

namespace Networks;

/// <summary>PSPNet (Zhao et al., CVPR 2017) on a dilated ResNet-50.</summary>
[SsnModel(Channels = 3, Height = 256, Width = 256)]
public sealed partial class PspNet
{
    /// <summary>Half the size.</summary>
    [Conv(64, Kernel = 7, Stride = 2), BatchNorm, Relu]
    public partial Layer Stem { get; }

    /// <summary>A quarter.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    /// <summary>A quarter of the size.</summary>
    [Repeat(3, Channels = 256)]
    public partial Stage<Bottleneck> Stage1 { get; }

    /// <summary>An eighth.</summary>
    [Repeat(4, Channels = 512, Stride = 2)]
    public partial Stage<Bottleneck> Stage2 { get; }

    /// <summary>An eighth, as all that follows.</summary>
    [Repeat(1, Channels = 1024)]
    public partial Stage<Bottleneck> Stage3First { get; }

    /// <summary>Dilated.</summary>
    [Repeat(5, Channels = 1024)]
    public partial Stage<Bottleneck2> Stage3 { get; }

    /// <summary>Dilated.</summary>
    [Repeat(1, Channels = 2048)]
    public partial Stage<Bottleneck2> Stage4First { get; }

    /// <summary>Dilated more.</summary>
    [Repeat(2, Channels = 2048)]
    public partial Stage<Bottleneck4> Stage4 { get; }

    /// <summary>1×1 averages.</summary>
    [AdaptiveAveragePool(1), From(nameof(Stage4))]
    public partial Layer Bin1 { get; }

    /// <summary>Of these.</summary>
    [Conv(512, Kernel = 1), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>At each pixel.</summary>
    [Resize(nameof(Stage4), Mode = Interpolation.Bilinear)]
    public partial Layer Resized1 { get; }

    /// <summary>2×2 averages.</summary>
    [AdaptiveAveragePool(2), From(nameof(Stage4))]
    public partial Layer Bin2 { get; }

    /// <summary>Of these.</summary>
    [Conv(512, Kernel = 1), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>At each pixel.</summary>
    [Resize(nameof(Stage4), Mode = Interpolation.Bilinear)]
    public partial Layer Resized2 { get; }

    /// <summary>3×3 averages.</summary>
    [AdaptiveAveragePool(3), From(nameof(Stage4))]
    public partial Layer Bin3 { get; }

    /// <summary>Of these.</summary>
    [Conv(512, Kernel = 1), BatchNorm, Relu]
    public partial Layer Conv3 { get; }

    /// <summary>At each pixel.</summary>
    [Resize(nameof(Stage4), Mode = Interpolation.Bilinear)]
    public partial Layer Resized3 { get; }

    /// <summary>6×6 averages.</summary>
    [AdaptiveAveragePool(6), From(nameof(Stage4))]
    public partial Layer Bin6 { get; }

    /// <summary>Of these.</summary>
    [Conv(512, Kernel = 1), BatchNorm, Relu]
    public partial Layer Conv6 { get; }

    /// <summary>At each pixel.</summary>
    [Resize(nameof(Stage4), Mode = Interpolation.Bilinear)]
    public partial Layer Resized6 { get; }

    /// <summary>All of them.</summary>
    [Concat(nameof(Stage4), nameof(Resized1), nameof(Resized2), nameof(Resized3), nameof(Resized6)), Conv(512, Kernel = 3), BatchNorm, Relu, Dropout(0.1f)]
    public partial Layer Head { get; }

    /// <summary>A logit per class of ADE20K.</summary>
    [Conv(150, Kernel = 1)]
    public partial Layer Classes { get; }

    /// <summary>For each pixel of the picture.</summary>
    [Resize(LayerSource.Input, Mode = Interpolation.Bilinear)]
    public partial Layer Classifier { get; }
}

using SsnGen;

namespace Networks;

/// <summary>DeepLabv3 (Chen et al., arXiv 1706.05587) on a dilated ResNet-50, as torchvision has it, without its auxiliary classifier.</summary>
[SsnModel(Channels = 3, Height = 256, Width = 256)]
public sealed partial class DeepLabV3
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

    /// <summary>Single pixels.</summary>
    [Conv(256, Kernel = 1), BatchNorm, Relu]
    public partial Layer Aspp1 { get; }

    /// <summary>12 pixels apart.</summary>
    [Conv(256, Kernel = 3, Dilation = 12), From(nameof(Stage4)), BatchNorm, Relu]
    public partial Layer Aspp2 { get; }

    /// <summary>24 pixels apart.</summary>
    [Conv(256, Kernel = 3, Dilation = 24), From(nameof(Stage4)), BatchNorm, Relu]
    public partial Layer Aspp3 { get; }

    /// <summary>36 pixels apart.</summary>
    [Conv(256, Kernel = 3, Dilation = 36), From(nameof(Stage4)), BatchNorm, Relu]
    public partial Layer Aspp4 { get; }

    /// <summary>The whole picture.</summary>
    [GlobalAveragePool, From(nameof(Stage4))]
    public partial Layer Image { get; }

    /// <summary>Of it.</summary>
    [Conv(256, Kernel = 1), BatchNorm, Relu]
    public partial Layer Aspp5 { get; }

    /// <summary>At each pixel.</summary>
    [Resize(nameof(Stage4), Mode = Interpolation.Bilinear)]
    public partial Layer Aspp5Resized { get; }

    /// <summary>All of them.</summary>
    [Concat(nameof(Aspp1), nameof(Aspp2), nameof(Aspp3), nameof(Aspp4), nameof(Aspp5Resized)), Conv(256, Kernel = 1), BatchNorm, Relu, Dropout(0.5f)]
    public partial Layer Project { get; }

    /// <summary>Once more.</summary>
    [Conv(256, Kernel = 3), BatchNorm, Relu]
    public partial Layer Head { get; }

    /// <summary>A logit per class of Pascal VOC.</summary>
    [Conv(21, Kernel = 1)]
    public partial Layer Classes { get; }

    /// <summary>For each pixel of the picture.</summary>
    [Resize(LayerSource.Input, Mode = Interpolation.Bilinear)]
    public partial Layer Classifier { get; }
}

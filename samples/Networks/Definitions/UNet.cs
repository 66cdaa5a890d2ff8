using SsnGen;

namespace Networks;

/// <summary>U-Net (Ronneberger et al., MICCAI 2015) with padding and normalization, as it is mostly used.</summary>
[SsnModel(Channels = 3, Height = 256, Width = 256)]
public sealed partial class UNet
{
    /// <summary>256×256.</summary>
    [Repeat(1, Channels = 64)]
    public partial Stage<DoubleConv> Down1 { get; }

    /// <summary>Half the size.</summary>
    [MaxPool(2)]
    public partial Layer Pool1 { get; }

    /// <summary>128×128.</summary>
    [Repeat(1, Channels = 128)]
    public partial Stage<DoubleConv> Down2 { get; }

    /// <summary>Half the size.</summary>
    [MaxPool(2)]
    public partial Layer Pool2 { get; }

    /// <summary>64×64.</summary>
    [Repeat(1, Channels = 256)]
    public partial Stage<DoubleConv> Down3 { get; }

    /// <summary>Half the size.</summary>
    [MaxPool(2)]
    public partial Layer Pool3 { get; }

    /// <summary>32×32.</summary>
    [Repeat(1, Channels = 512)]
    public partial Stage<DoubleConv> Down4 { get; }

    /// <summary>Half the size.</summary>
    [MaxPool(2)]
    public partial Layer Pool4 { get; }

    /// <summary>16×16.</summary>
    [Repeat(1, Channels = 1024)]
    public partial Stage<DoubleConv> Bottom { get; }

    /// <summary>Twice the size.</summary>
    [ConvTranspose(512)]
    public partial Layer Larger4 { get; }

    /// <summary>With what there was at this size, side by side.</summary>
    [Concat(nameof(Down4), nameof(Larger4))]
    public partial Layer Both4 { get; }

    /// <summary>32×32.</summary>
    [Repeat(1, Channels = 512)]
    public partial Stage<DoubleConv> Up4 { get; }

    /// <summary>Twice the size.</summary>
    [ConvTranspose(256)]
    public partial Layer Larger3 { get; }

    /// <summary>With what there was at this size.</summary>
    [Concat(nameof(Down3), nameof(Larger3))]
    public partial Layer Both3 { get; }

    /// <summary>64×64.</summary>
    [Repeat(1, Channels = 256)]
    public partial Stage<DoubleConv> Up3 { get; }

    /// <summary>Twice the size.</summary>
    [ConvTranspose(128)]
    public partial Layer Larger2 { get; }

    /// <summary>With what there was at this size.</summary>
    [Concat(nameof(Down2), nameof(Larger2))]
    public partial Layer Both2 { get; }

    /// <summary>128×128.</summary>
    [Repeat(1, Channels = 128)]
    public partial Stage<DoubleConv> Up2 { get; }

    /// <summary>Twice the size.</summary>
    [ConvTranspose(64)]
    public partial Layer Larger1 { get; }

    /// <summary>With what there was at this size.</summary>
    [Concat(nameof(Down1), nameof(Larger1))]
    public partial Layer Both1 { get; }

    /// <summary>256×256.</summary>
    [Repeat(1, Channels = 64)]
    public partial Stage<DoubleConv> Up1 { get; }

    /// <summary>A logit per class and pixel.</summary>
    [Conv(2, Kernel = 1)]
    public partial Layer Classifier { get; }
}

/// <summary>Two 3×3 convolutions.</summary>
[SsnBlock]
public sealed partial class DoubleConv
{
    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 3), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>Once more.</summary>
    [Conv(Kernel = 3), BatchNorm, Relu]
    public partial Layer Conv2 { get; }
}

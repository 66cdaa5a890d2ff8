using SsnGen;

namespace Networks;

/// <summary>Inception v3 (Szegedy et al., CVPR 2016), as torchvision has it, without its auxiliary classifier.</summary>
[SsnModel(Channels = 3, Height = 299, Width = 299)]
public sealed partial class InceptionV3
{
    /// <summary>149×149.</summary>
    [Conv(32, Kernel = 3, Stride = 2, Padding = 0), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Conv1 { get; }

    /// <summary>147×147.</summary>
    [Conv(32, Kernel = 3, Padding = 0), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Conv2 { get; }

    /// <summary>147×147.</summary>
    [Conv(64, Kernel = 3), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Conv3 { get; }

    /// <summary>73×73.</summary>
    [MaxPool(3, Stride = 2)]
    public partial Layer Pool1 { get; }

    /// <summary>73×73.</summary>
    [Conv(80, Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Conv4 { get; }

    /// <summary>71×71.</summary>
    [Conv(192, Kernel = 3, Padding = 0), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Conv5 { get; }

    /// <summary>35×35.</summary>
    [MaxPool(3, Stride = 2)]
    public partial Layer Pool2 { get; }

    /// <summary>35×35, 256 channels, of which 32 are of what is pooled.</summary>
    [Repeat(1, Channels = 32)]
    public partial Stage<MixedA> A1 { get; }

    /// <summary>35×35, 288 channels.</summary>
    [Repeat(2, Channels = 64)]
    public partial Stage<MixedA> A2 { get; }

    /// <summary>17×17, 768 channels.</summary>
    [Repeat(1)]
    public partial Stage<MixedB> B { get; }

    /// <summary>17×17, 128 channels between rows and columns.</summary>
    [Repeat(1, Channels = 128)]
    public partial Stage<MixedC> C1 { get; }

    /// <summary>17×17, 160 of them.</summary>
    [Repeat(2, Channels = 160)]
    public partial Stage<MixedC> C2 { get; }

    /// <summary>17×17, 192 of them.</summary>
    [Repeat(1, Channels = 192)]
    public partial Stage<MixedC> C3 { get; }

    /// <summary>8×8, 1280 channels.</summary>
    [Repeat(1)]
    public partial Stage<MixedD> D { get; }

    /// <summary>8×8, 2048 channels.</summary>
    [Repeat(2)]
    public partial Stage<MixedE> E { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool, Dropout(0.5f)]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}

/// <summary>1×1, 5×5 and twice 3×3, and averages.</summary>
[SsnBlock]
public sealed partial class MixedA
{
    /// <summary>1×1.</summary>
    [Conv(64, Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer One { get; }

    /// <summary>Before 5×5.</summary>
    [Conv(48, Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Five1 { get; }

    /// <summary>5×5.</summary>
    [Conv(64, Kernel = 5), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Five2 { get; }

    /// <summary>Before 3×3.</summary>
    [Conv(64, Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Three1 { get; }

    /// <summary>3×3.</summary>
    [Conv(96, Kernel = 3), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Three2 { get; }

    /// <summary>3×3.</summary>
    [Conv(96, Kernel = 3), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Three3 { get; }

    /// <summary>Averages.</summary>
    [AveragePool(3, Stride = 1, Padding = 1), From(LayerSource.Input)]
    public partial Layer Average { get; }

    /// <summary>Of these as many channels as the stage says.</summary>
    [Conv(Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Pooled { get; }

    /// <summary>All of them.</summary>
    [Concat(nameof(One), nameof(Five2), nameof(Three3), nameof(Pooled))]
    public partial Layer All { get; }
}

/// <summary>Half the size.</summary>
[SsnBlock]
public sealed partial class MixedB
{
    /// <summary>3×3 at half the size.</summary>
    [Conv(384, Kernel = 3, Stride = 2, Padding = 0), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Three { get; }

    /// <summary>Before 3×3.</summary>
    [Conv(64, Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double1 { get; }

    /// <summary>3×3.</summary>
    [Conv(96, Kernel = 3), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double2 { get; }

    /// <summary>3×3 at half the size.</summary>
    [Conv(96, Kernel = 3, Stride = 2, Padding = 0), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double3 { get; }

    /// <summary>The largest.</summary>
    [MaxPool(3, Stride = 2), From(LayerSource.Input)]
    public partial Layer Pooled { get; }

    /// <summary>All of them.</summary>
    [Concat(nameof(Three), nameof(Double3), nameof(Pooled))]
    public partial Layer All { get; }
}

/// <summary>7×7 as rows and columns.</summary>
[SsnBlock]
public sealed partial class MixedC
{
    /// <summary>1×1.</summary>
    [Conv(192, Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer One { get; }

    /// <summary>To the channels between.</summary>
    [Conv(Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Seven1 { get; }

    /// <summary>A row.</summary>
    [Conv(KernelShape = new[] { 1, 7 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Seven2 { get; }

    /// <summary>A column.</summary>
    [Conv(192, KernelShape = new[] { 7, 1 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Seven3 { get; }

    /// <summary>To the channels between.</summary>
    [Conv(Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double1 { get; }

    /// <summary>A column.</summary>
    [Conv(KernelShape = new[] { 7, 1 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double2 { get; }

    /// <summary>A row.</summary>
    [Conv(KernelShape = new[] { 1, 7 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double3 { get; }

    /// <summary>A column.</summary>
    [Conv(KernelShape = new[] { 7, 1 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double4 { get; }

    /// <summary>A row.</summary>
    [Conv(192, KernelShape = new[] { 1, 7 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double5 { get; }

    /// <summary>Averages.</summary>
    [AveragePool(3, Stride = 1, Padding = 1), From(LayerSource.Input)]
    public partial Layer Average { get; }

    /// <summary>Of these.</summary>
    [Conv(192, Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Pooled { get; }

    /// <summary>All of them.</summary>
    [Concat(nameof(One), nameof(Seven3), nameof(Double5), nameof(Pooled))]
    public partial Layer All { get; }
}

/// <summary>Half the size.</summary>
[SsnBlock]
public sealed partial class MixedD
{
    /// <summary>Before 3×3.</summary>
    [Conv(192, Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Three1 { get; }

    /// <summary>3×3 at half the size.</summary>
    [Conv(320, Kernel = 3, Stride = 2, Padding = 0), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Three2 { get; }

    /// <summary>Before 7×7.</summary>
    [Conv(192, Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Seven1 { get; }

    /// <summary>A row.</summary>
    [Conv(192, KernelShape = new[] { 1, 7 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Seven2 { get; }

    /// <summary>A column.</summary>
    [Conv(192, KernelShape = new[] { 7, 1 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Seven3 { get; }

    /// <summary>3×3 at half the size.</summary>
    [Conv(192, Kernel = 3, Stride = 2, Padding = 0), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Seven4 { get; }

    /// <summary>The largest.</summary>
    [MaxPool(3, Stride = 2), From(LayerSource.Input)]
    public partial Layer Pooled { get; }

    /// <summary>All of them.</summary>
    [Concat(nameof(Three2), nameof(Seven4), nameof(Pooled))]
    public partial Layer All { get; }
}

/// <summary>3×3 as rows and columns beside each other.</summary>
[SsnBlock]
public sealed partial class MixedE
{
    /// <summary>1×1.</summary>
    [Conv(320, Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer One { get; }

    /// <summary>Before a row and a column.</summary>
    [Conv(384, Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Three { get; }

    /// <summary>A row.</summary>
    [Conv(384, KernelShape = new[] { 1, 3 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer ThreeRow { get; }

    /// <summary>A column.</summary>
    [Conv(384, KernelShape = new[] { 3, 1 }), From(nameof(Three)), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer ThreeColumn { get; }

    /// <summary>Before 3×3.</summary>
    [Conv(448, Kernel = 1), From(LayerSource.Input), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double1 { get; }

    /// <summary>3×3.</summary>
    [Conv(384, Kernel = 3), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Double2 { get; }

    /// <summary>A row.</summary>
    [Conv(384, KernelShape = new[] { 1, 3 }), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer DoubleRow { get; }

    /// <summary>A column.</summary>
    [Conv(384, KernelShape = new[] { 3, 1 }), From(nameof(Double2)), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer DoubleColumn { get; }

    /// <summary>Averages.</summary>
    [AveragePool(3, Stride = 1, Padding = 1), From(LayerSource.Input)]
    public partial Layer Average { get; }

    /// <summary>Of these.</summary>
    [Conv(192, Kernel = 1), BatchNorm(Epsilon = 1e-3f), Relu]
    public partial Layer Pooled { get; }

    /// <summary>All of them.</summary>
    [Concat(nameof(One), nameof(ThreeRow), nameof(ThreeColumn), nameof(DoubleRow), nameof(DoubleColumn), nameof(Pooled))]
    public partial Layer All { get; }
}

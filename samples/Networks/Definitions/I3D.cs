using SsnGen;

namespace Networks;

/// <summary>
/// ResNet-50 inflated to clips of 8 frames (Carreira and Zisserman, CVPR 2017; Wang et al., CVPR 2018, with 3×1×1 convolutions in every
/// second bottleneck), in the sizes of PyTorchVideo's <c>i3d_r50</c>.
/// </summary>
[SsnModel(Channels = 3, Depth = 8, Height = 224, Width = 224)]
public sealed partial class I3D
{
    /// <summary>From pixels to 64 channels at half the size.</summary>
    [Conv(64, KernelShape = [5, 7, 7], Strides = [1, 2, 2]), BatchNorm, Relu]
    public partial Layer Stem { get; }

    /// <summary>Half the size again.</summary>
    [MaxPool(KernelShape = [1, 3, 3], Strides = [1, 2, 2], Pads = [0, 1, 1, 0, 1, 1])]
    public partial Layer StemPool { get; }

    /// <summary>8 frames of 56×56.</summary>
    [Repeat(3, Channels = 256)]
    public partial Stage<InflatedBottleneck> Stage1 { get; }

    /// <summary>Half of the frames.</summary>
    [MaxPool(KernelShape = [2, 1, 1], Strides = [2, 1, 1])]
    public partial Layer Stage1Pool { get; }

    /// <summary>To 4 frames of 28×28.</summary>
    [Repeat(1, Channels = 512, Strides = [1, 2, 2])]
    public partial Stage<InflatedBottleneck> Stage2First { get; }

    /// <summary>One frame at a time.</summary>
    [Repeat(1, Channels = 512)]
    public partial Stage<FlatBottleneck> Stage2Second { get; }

    /// <summary>4 frames of 28×28.</summary>
    [Repeat(1, Channels = 512)]
    public partial Stage<BottleneckPair> Stage2 { get; }

    /// <summary>To 14×14.</summary>
    [Repeat(1, Channels = 1024, Strides = [1, 2, 2])]
    public partial Stage<InflatedBottleneck> Stage3First { get; }

    /// <summary>One frame at a time.</summary>
    [Repeat(1, Channels = 1024)]
    public partial Stage<FlatBottleneck> Stage3Second { get; }

    /// <summary>4 frames of 14×14.</summary>
    [Repeat(2, Channels = 1024)]
    public partial Stage<BottleneckPair> Stage3 { get; }

    /// <summary>To 7×7.</summary>
    [Repeat(1, Channels = 2048, Strides = [1, 2, 2])]
    public partial Stage<FlatBottleneck> Stage4First { get; }

    /// <summary>4 frames of 7×7.</summary>
    [Repeat(1, Channels = 2048)]
    public partial Stage<BottleneckPair> Stage4 { get; }

    /// <summary>The average of each channel, over all frames.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of Kinetics.</summary>
    [Linear(400)]
    public partial Layer Classifier { get; }
}

/// <summary>A bottleneck that looks at three frames.</summary>
[SsnBlock]
public sealed partial class InflatedBottleneck
{
    /// <summary>To a quarter of the channels.</summary>
    [Conv(KernelShape = [3, 1, 1], Reduction = 4), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The convolution that carries the stage's stride.</summary>
    [Conv(KernelShape = [1, 3, 3], Reduction = 4, Strided = true), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>Back to the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm, Shortcut, Relu]
    public partial Layer Conv3 { get; }
}

/// <summary>A bottleneck that looks at one frame at a time.</summary>
[SsnBlock]
public sealed partial class FlatBottleneck
{
    /// <summary>To a quarter of the channels.</summary>
    [Conv(Kernel = 1, Reduction = 4), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The convolution that carries the stage's stride.</summary>
    [Conv(KernelShape = [1, 3, 3], Reduction = 4, Strided = true), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>Back to the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm, Shortcut, Relu]
    public partial Layer Conv3 { get; }
}

/// <summary>One of each.</summary>
[SsnBlock]
public sealed partial class BottleneckPair
{
    /// <summary>Over three frames.</summary>
    [Repeat(1)]
    public partial Stage<InflatedBottleneck> Inflated { get; }

    /// <summary>One frame at a time.</summary>
    [Repeat(1)]
    public partial Stage<FlatBottleneck> Flat { get; }
}

using SsnGen;

namespace Video;

/// <summary>
/// A small residual network for clips of 8 frames: the network for frames with kernels that reach over three of them, from whose weights
/// its training begins (I3D: Carreira and Zisserman, CVPR 2017). Each <c>[Ssn]</c> lets training choose how its layer is normalized;
/// MotionNet.Selection.cs holds what it chose.
/// </summary>
[SsnModel(Channels = 1, Depth = 8, Height = 24, Width = 24, PixelMean = [64], PixelScale = [1 / 64f])]
public sealed partial class MotionNet
{
    private const int Motions = 8;

    /// <summary>From pixels to 16 channels.</summary>
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>All frames, at half the size.</summary>
    [Repeat(1, Channels = 16, Strides = [1, 2, 2])]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>Every other frame, at a quarter of the size.</summary>
    [Repeat(1, Channels = 32, Strides = [2, 2, 2])]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per motion.</summary>
    [Linear(Motions)]
    public partial Layer Classifier { get; }
}

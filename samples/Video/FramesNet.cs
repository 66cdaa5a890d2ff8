using SsnGen;

namespace Video;

/// <summary>
/// The twin of the network for clips that sees frames alone, whose logits are averaged over a clip: it cannot know which of two opposite
/// motions it sees, as both have the same frames.
/// </summary>
[SsnModel(Channels = 1, Height = 24, Width = 24, PixelMean = [64], PixelScale = [1 / 64f])]
public sealed partial class FramesNet
{
    private const int Motions = 8;

    /// <summary>From pixels to 16 channels.</summary>
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>Half the size.</summary>
    [Repeat(1, Channels = 16, Stride = 2)]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>A quarter of the size.</summary>
    [Repeat(1, Channels = 32, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per motion.</summary>
    [Linear(Motions)]
    public partial Layer Classifier { get; }
}

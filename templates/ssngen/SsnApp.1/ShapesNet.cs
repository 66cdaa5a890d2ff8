using SsnGen;

namespace SsnApp._1;

/// <summary>Tells shapes apart: a residual network whose layers choose their normalizers in training.</summary>
[SsnModel(Channels = 1, Height = ShapePictures.Side, Width = ShapePictures.Side)]
public sealed partial class ShapesNet
{
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    [Repeat(1, Channels = 16)]
    public partial Stage<BasicBlock> Stage1 { get; }

    [Repeat(1, Channels = 32, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(ShapePictures.Kinds)]
    public partial Layer Classifier { get; }
}

using SsnGen;

namespace SsnGen.Benchmarks.Models.Imported;

/// <summary>A block of ResNet18.</summary>
[SsnBlock]
public sealed partial class BasicBlock
{
    /// <summary>3x3 convolution, padding 1, stride of the stage.</summary>
    [Conv(Kernel = 3, Strided = true), BatchNorm(Momentum = 0.01165f), Relu]
    public partial Layer Conv1 { get; }

    /// <summary>3x3 convolution, padding 1.</summary>
    [Conv(Kernel = 3), BatchNorm(Momentum = 0.01165f), Shortcut, Relu]
    public partial Layer Conv2 { get; }
}

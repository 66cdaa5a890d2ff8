namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>A residual network with each kind of part, small enough to train in a test.</summary>
[SsnModel(Channels = 2, Height = 8, Width = 8)]
public sealed partial class SmallNet
{
    [Conv(8, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    [Repeat(1, Channels = 8)]
    public partial Stage<SmallBlock> Stage1 { get; }

    [Repeat(2, Channels = 12, Stride = 2)]
    public partial Stage<SmallBlock> Stage2 { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(3, Bias = true)]
    public partial Layer Classifier { get; }
}

[SsnBlock]
public sealed partial class SmallBlock
{
    [Conv(Kernel = 3, Strided = true), Ssn, LeakyRelu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3), Ssn, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}

/// <summary>What residual networks do not use: pooling, vectors with SSN, shared ratios, other gates, dropout, sums without SSN, products.</summary>
[SsnModel(Channels = 2, Height = 6, Width = 6)]
public sealed partial class OddNet
{
    [Conv(4, Kernel = 3, Bias = true), Silu]
    public partial Layer First { get; }

    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer Max { get; }

    [Conv(4, Kernel = 3, Groups = 2), Ssn(SharedRatios = true), Add(nameof(Max)), Silu]
    public partial Layer Shared { get; }

    [Conv(4), Add(nameof(Shared))]
    public partial Layer Sum { get; }

    [Conv(4), Ssn, Add(nameof(Max)), Add(nameof(Sum)), Add(nameof(Shared)), Silu]
    public partial Layer Sums { get; }

    [AveragePool(2, Stride = 1, Padding = 1), LeakyRelu(0.2f)]
    public partial Layer Average { get; }

    [Ssn(Normalizer.Instance, Normalizer.Group, Groups = 2, Gate = Gate.Softmax)]
    public partial Layer Grouped { get; }

    [Upsample(2), HardSwish]
    public partial Layer Larger { get; }

    [GlobalAveragePool]
    public partial Layer Squeeze { get; }

    [Linear(4), HardSwish]
    public partial Layer Excite { get; }

    [From(nameof(Larger)), Multiply(nameof(Excite)), Add(nameof(Larger)), Multiply(nameof(Larger)), Relu]
    public partial Layer Scaled { get; }

    [Conv(4), Ssn, Multiply(nameof(Squeeze)), Silu]
    public partial Layer Gated { get; }

    [Linear(5), Ssn(Normalizer.Layer, Normalizer.Batch), Relu, Dropout(0.25f)]
    public partial Layer Hidden { get; }

    [Ssn(Normalizer.Batch, ZeroGamma = true), Add(nameof(Hidden))]
    public partial Layer Plain { get; }

    [Linear(2, Bias = true)]
    public partial Layer Out { get; }
}

/// <summary>Vectors where images are expected and the reverse: convolutions, pooling and sums after fully connected layers.</summary>
[SsnModel(Channels = 4, Height = 1, Width = 1)]
public sealed partial class VectorNet
{
    [Linear(6), Ssn, Relu]
    public partial Layer Vector { get; }

    [Conv(6), Ssn, Add(nameof(Vector)), Relu]
    public partial Layer Image { get; }

    [Linear(6), Add(nameof(Image)), Multiply(nameof(Image))]
    public partial Layer Back { get; }

    [MaxPool(1)]
    public partial Layer Pooled { get; }

    [Ssn(Normalizer.Layer, Normalizer.Batch), Add(nameof(Vector)), From(nameof(Back))]
    public partial Layer Mixed { get; }

    [Add(nameof(Pooled)), Multiply(nameof(Vector)), Silu]
    public partial Layer Sum { get; }
}

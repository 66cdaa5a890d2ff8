namespace SsnGen.Tool.Tests.Models;

/// <summary>Sparse_SwitchNorm's ResNet, small: bottlenecks, variances of slabs divided by S - 1, the stem pooled in ceil mode.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class TinySsn
{
    [Conv(8, Kernel = 7, Stride = 2), Ssn(Bessel = true), Relu]
    public partial Layer Stem { get; }

    [MaxPool(3, Stride = 2, CeilMode = true)]
    public partial Layer StemPool { get; }

    [Repeat(2, Channels = 16)]
    public partial Stage<TinyBottleneck> Stage1 { get; }

    [Repeat(1, Channels = 32, Stride = 2)]
    public partial Stage<TinyBottleneck> Stage2 { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(10)]
    public partial Layer Classifier { get; }
}

[SsnBlock]
public sealed partial class TinyBottleneck
{
    [Conv(Kernel = 1, Reduction = 4), Ssn(Bessel = true), Relu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3, Reduction = 4, Strided = true), Ssn(Bessel = true), Relu]
    public partial Layer Conv2 { get; }

    [Conv(Kernel = 1), Ssn(Bessel = true, ZeroGamma = true), Shortcut, Relu]
    public partial Layer Conv3 { get; }
}

/// <summary>torchvision's ResNet-18, small.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class TinyBatch
{
    [Conv(8, Kernel = 7, Stride = 2), BatchNorm, Relu]
    public partial Layer Stem { get; }

    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    [Repeat(1, Channels = 8)]
    public partial Stage<TinyBasic> Stage1 { get; }

    [Repeat(2, Channels = 16, Stride = 2)]
    public partial Stage<TinyBasic> Stage2 { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(10)]
    public partial Layer Classifier { get; }
}

[SsnBlock]
public sealed partial class TinyBasic
{
    [Conv(Kernel = 3, Strided = true), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3), BatchNorm, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}

/// <summary>Switchable-Normalization's second version, small: blocks normalize before they convolve, and mix by softmax.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class TinyPre
{
    [Conv(8, Kernel = 7, Stride = 2, Bias = false), Ssn(Bessel = true, Gate = Gate.Softmax), Relu]
    public partial Layer Stem { get; }

    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    [Repeat(1, Channels = 16)]
    public partial Stage<TinyPreFirst> First { get; }

    [Repeat(1, Channels = 16)]
    public partial Stage<TinyPreBlock> Second { get; }

    [Ssn(Bessel = true, Gate = Gate.Softmax), Relu]
    public partial Layer Norm { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(10)]
    public partial Layer Classifier { get; }
}

[SsnBlock]
public sealed partial class TinyPreFirst
{
    [Ssn(Bessel = true, Gate = Gate.Softmax), Relu]
    public partial Layer Before { get; }

    [Conv(Kernel = 1, Bias = false)]
    public partial Layer Projection { get; }

    [Conv(Kernel = 3, Bias = false), From(nameof(Before)), Ssn(Bessel = true, Gate = Gate.Softmax), Relu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3, Bias = false), Add(nameof(Projection))]
    public partial Layer Conv2 { get; }
}

[SsnBlock]
public sealed partial class TinyPreBlock
{
    [Ssn(Bessel = true, Gate = Gate.Softmax), Relu]
    public partial Layer Before { get; }

    [Conv(Kernel = 3, Bias = false), Ssn(Bessel = true, Gate = Gate.Softmax), Relu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3, Bias = false), Add(LayerSource.Input)]
    public partial Layer Conv2 { get; }
}

/// <summary>A network like no published one, each of whose shapes occurs once.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyPlain
{
    [Conv(4, Kernel = 3), BatchNorm, Relu]
    public partial Layer A { get; }

    [Conv(6, Kernel = 3), Relu]
    public partial Layer B { get; }

    [Linear(5)]
    public partial Layer C { get; }
}

/// <summary>The same, with a shape that occurs twice.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class TinyTwins
{
    [Conv(3, Kernel = 3), Relu]
    public partial Layer A { get; }

    [Conv(3, Kernel = 3), Relu]
    public partial Layer B { get; }
}

/// <summary>TinySsn with none of the published conventions.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class PlainSsn
{
    [Conv(8, Kernel = 7, Stride = 2), Ssn(Epsilon = 1e-3f), Relu]
    public partial Layer Stem { get; }

    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    [Repeat(2, Channels = 16)]
    public partial Stage<PlainBottleneck> Stage1 { get; }

    [Repeat(1, Channels = 32, Stride = 2)]
    public partial Stage<PlainBottleneck> Stage2 { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(10)]
    public partial Layer Classifier { get; }
}

[SsnBlock]
public sealed partial class PlainBottleneck
{
    [Conv(Kernel = 1, Reduction = 4), Ssn, Relu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3, Reduction = 4, Strided = true), Ssn, Relu]
    public partial Layer Conv2 { get; }

    [Conv(Kernel = 1), Ssn, Shortcut, Relu]
    public partial Layer Conv3 { get; }
}

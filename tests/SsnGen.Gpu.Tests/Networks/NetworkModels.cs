namespace SsnGen.Gpu.Tests.Networks;

/// <summary>Every producer, in sizes that tiles fit and do not fit.</summary>
[SsnModel(Backend = Backend.Both, Channels = 3, Height = 16, Width = 16)]
public sealed partial class ProducersNet
{
    /// <summary>The stem of a large network: 8 channels of 4 pixels, written four at a time.</summary>
    [Conv(8, Kernel = 7, Stride = 2, Bias = true), LeakyRelu(0.1f)] public partial Layer Stem { get; }

    /// <summary>A channel of its own for each.</summary>
    [Conv(8, Kernel = 3, Groups = 8), Relu] public partial Layer Depthwise { get; }

    /// <summary>One factor for each channel.</summary>
    [GlobalAveragePool, Gelu] public partial Layer Squeeze { get; }

    /// <summary>Products of channels and of values, four at a time.</summary>
    [From(nameof(Depthwise)), Multiply(nameof(Squeeze)), Add(nameof(Stem)), Elu, Multiply(nameof(Depthwise))] public partial Layer Scaled { get; }

    /// <summary>Groups of 6, which fill no tile, with taps apart.</summary>
    [Conv(12, Kernel = 3, Groups = 2, Dilation = 2), Silu] public partial Layer Grouped { get; }

    /// <summary>Groups of 2.</summary>
    [Conv(12, Kernel = 3, Stride = 2, Groups = 6), Relu] public partial Layer Pairs { get; }

    /// <summary>Single pixels, 10 channels.</summary>
    [Conv(10), Relu] public partial Layer Pointwise { get; }

    /// <summary>The network's other branch: largest of windows that overlap, and padding.</summary>
    [MaxPool(3, Stride = 2, Padding = 1), From(nameof(Depthwise)), LeakyRelu] public partial Layer Largest { get; }

    /// <summary>Beyond the edges, which gives images of an odd width.</summary>
    [Conv(10, Kernel = 2, Padding = 1, Bias = false)] public partial Layer Wider { get; }

    /// <summary>Average of windows with padding.</summary>
    [AveragePool(2, Stride = 1), Add(nameof(Pointwise))] public partial Layer Average { get; }

    /// <summary>No padding.</summary>
    [Conv(5, Kernel = 3, Padding = 0), Dropout(0.5f)] public partial Layer Unpadded { get; }

    /// <summary>Dropout of training, the values themselves in inference.</summary>
    [Dropout(0.5f)] public partial Layer Dropped { get; }

    /// <summary>Padding around an average.</summary>
    [AveragePool(2, Stride = 1, Padding = 1), Relu] public partial Layer Padded { get; }

    /// <summary>Each pixel twice in both directions, and running moments behind it.</summary>
    [Upsample(2), Ssn(Normalizer.Batch), HardSwish] public partial Layer Larger { get; }

    /// <summary>Every other pixel.</summary>
    [Conv(7, Stride = 2)] public partial Layer Skipping { get; }

    /// <summary>All values.</summary>
    [Linear(11), Relu] public partial Layer Hidden { get; }

    /// <summary>The output.</summary>
    [Linear(3, Bias = false)] public partial Layer Classifier { get; }
}

/// <summary>A layer for each pair of normalizers, as if training had selected it.</summary>
[SsnModel(Backend = Backend.Both, Channels = 3, Height = 3, Width = 4)]
[Selected("Pairs.0.Conv", Normalizer.Instance, Normalizer.Instance)]
[Selected("Pairs.1.Conv", Normalizer.Instance, Normalizer.Layer)]
[Selected("Pairs.2.Conv", Normalizer.Instance, Normalizer.Batch)]
[Selected("Pairs.3.Conv", Normalizer.Instance, Normalizer.Group)]
[Selected("Pairs.4.Conv", Normalizer.Layer, Normalizer.Instance)]
[Selected("Pairs.5.Conv", Normalizer.Layer, Normalizer.Layer)]
[Selected("Pairs.6.Conv", Normalizer.Layer, Normalizer.Batch)]
[Selected("Pairs.7.Conv", Normalizer.Layer, Normalizer.Group)]
[Selected("Pairs.8.Conv", Normalizer.Batch, Normalizer.Instance)]
[Selected("Pairs.9.Conv", Normalizer.Batch, Normalizer.Layer)]
[Selected("Pairs.10.Conv", Normalizer.Batch, Normalizer.Batch)]
[Selected("Pairs.11.Conv", Normalizer.Batch, Normalizer.Group)]
[Selected("Pairs.12.Conv", Normalizer.Group, Normalizer.Instance)]
[Selected("Pairs.13.Conv", Normalizer.Group, Normalizer.Layer)]
[Selected("Pairs.14.Conv", Normalizer.Group, Normalizer.Batch)]
[Selected("Pairs.15.Conv", Normalizer.Group, Normalizer.Group)]
public sealed partial class PairsNet
{
    /// <summary>The pairs.</summary>
    [Repeat(16, Channels = 4)] public partial Stage<PairBlock> Pairs { get; }

    /// <summary>The output.</summary>
    [GlobalAveragePool] public partial Layer Pool { get; }
}

/// <summary>One convolution that is normalized.</summary>
[SsnBlock]
public sealed partial class PairBlock
{
    /// <summary>All normalizers.</summary>
    [Conv(Kernel = 3), Ssn(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group, Groups = 2), Relu]
    public partial Layer Conv { get; }
}

/// <summary>Residual blocks with and without a projection; one layer is still a mixture.</summary>
[SsnModel(Backend = Backend.Both, Channels = 1, Height = 8, Width = 8)]
[Selected("Stem", Normalizer.Batch, Normalizer.Batch)]
[Selected("Stage1.0.Conv1", Normalizer.Instance, Normalizer.Instance)]
[Selected("Stage1.0.Conv2", Normalizer.Batch, Normalizer.Batch)]
[Selected("Stage2.0.Conv1", Normalizer.Instance, Normalizer.Batch)]
[Selected("Stage2.0.Shortcut", Normalizer.Batch, Normalizer.Batch)]
public sealed partial class BlocksNet
{
    /// <summary>Batch, in the weights.</summary>
    [Conv(4, Kernel = 3), Ssn, Relu] public partial Layer Stem { get; }

    /// <summary>The same shape.</summary>
    [Repeat(1, Channels = 4)] public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>A projection.</summary>
    [Repeat(1, Channels = 8, Stride = 2)] public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>The average.</summary>
    [GlobalAveragePool] public partial Layer Pool { get; }

    /// <summary>The output.</summary>
    [Linear(10)] public partial Layer Classifier { get; }
}

/// <summary>Two convolutions and the block's input.</summary>
[SsnBlock]
public sealed partial class BasicBlock
{
    /// <summary>The first, which may reduce.</summary>
    [Conv(Kernel = 3, Strided = true), Ssn, Relu] public partial Layer Conv1 { get; }

    /// <summary>The second.</summary>
    [Conv(Kernel = 3), Ssn, Shortcut, Relu] public partial Layer Conv2 { get; }
}

/// <summary>Normalizations behind everything that is no convolution.</summary>
[SsnModel(Backend = Backend.Both, Channels = 6, Height = 5, Width = 5)]
[Selected("Input", Normalizer.Batch, Normalizer.Batch)]
[Selected("Largest", Normalizer.Batch, Normalizer.Batch)]
[Selected("Average", Normalizer.Layer, Normalizer.Instance)]
[Selected("Again", Normalizer.Instance, Normalizer.Instance)]
[Selected("Pool", Normalizer.Batch, Normalizer.Batch)]
[Selected("Hidden", Normalizer.Batch, Normalizer.Batch)]
[Selected("Output", Normalizer.Layer, Normalizer.Layer)]
public sealed partial class ValuesNet
{
    /// <summary>Scale and shift.</summary>
    [Ssn, Silu] public partial Layer Input { get; }

    /// <summary>Scale and shift of pooled values, and a residual.</summary>
    [MaxPool(3, Stride = 1, Padding = 1), Ssn, Add(nameof(Input)), Relu] public partial Layer Largest { get; }

    /// <summary>Moments of pooled values.</summary>
    [AveragePool(2), Ssn, LeakyRelu] public partial Layer Average { get; }

    /// <summary>Moments of another layer, and that layer itself.</summary>
    [Ssn, Add(nameof(Average)), Relu] public partial Layer Again { get; }

    /// <summary>One factor for each channel.</summary>
    [GlobalAveragePool, Sigmoid] public partial Layer Squeeze { get; }

    /// <summary>Products of values and of channels.</summary>
    [From(nameof(Again)), Multiply(nameof(Average)), Add(nameof(Again)), Multiply(nameof(Squeeze)), Tanh] public partial Layer Scaled { get; }

    /// <summary>Scale and shift of an average.</summary>
    [GlobalAveragePool, Ssn, Relu] public partial Layer Pool { get; }

    /// <summary>Batch, in the weights of a linear layer.</summary>
    [Linear(6), Ssn, Add(nameof(Pool)), Relu] public partial Layer Hidden { get; }

    /// <summary>Moments of a linear layer.</summary>
    [Linear(4), Ssn(Normalizer.Layer, Normalizer.Batch)] public partial Layer Output { get; }
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>A network for pictures.</summary>
[SsnModel(Channels = 3, Height = 9, Width = 8)]
public sealed partial class InflatedPicturesNet
{
    [Conv(6, Kernel = 3, Bias = true), Ssn(Normalizer.Layer, Normalizer.Batch), Relu] public partial Layer Wide { get; }

    [Conv(4, Kernel = 3), BatchNorm, Relu] public partial Layer Next { get; }

    [GlobalAveragePool] public partial Layer Pool { get; }

    [Linear(3)] public partial Layer Classes { get; }
}

/// <summary>The same for clips, whose kernels reach over frames that are all there.</summary>
[SsnModel(Channels = 3, Depth = 5, Height = 9, Width = 8)]
public sealed partial class InflatedClipsNet
{
    [Conv(6, Kernel = 3, Pads = [0, 1, 1, 0, 1, 1], Bias = true), Ssn(Normalizer.Layer, Normalizer.Batch), Relu] public partial Layer Wide { get; }

    [Conv(4, Kernel = 3, Pads = [0, 1, 1, 0, 1, 1]), BatchNorm, Relu] public partial Layer Next { get; }

    [GlobalAveragePool] public partial Layer Pool { get; }

    [Linear(3)] public partial Layer Classes { get; }
}

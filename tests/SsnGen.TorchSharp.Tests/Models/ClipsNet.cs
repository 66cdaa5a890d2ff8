namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Clips of pictures: windows that reach from frame to frame, normalized and joined, and what is left of them in vectors.</summary>
[SsnModel(Channels = 4, Depth = 5, Height = 6, Width = 7)]
public sealed partial class ClipsNet
{
    [Conv(6, Kernel = 3), Ssn, Relu, Output]
    public partial Layer Cubic { get; }

    [Conv(6, KernelShape = [3, 1, 2], Strides = [2, 1, 2], Dilations = [2, 1, 1], Pads = [2, 0, 1, 1, 0, 0], Groups = 2), From(LayerSource.Input), GroupNorm(3), Output]
    public partial Layer Uneven { get; }

    [Conv(Depthwise = true, KernelShape = [1, 3, 3]), From(nameof(Cubic)), BatchNorm, Output]
    public partial Layer Frames { get; }

    [MaxPool(KernelShape = [2, 3, 3], Stride = 2, CeilMode = true), From(LayerSource.Input), Output]
    public partial Layer Largest { get; }

    [MaxPool(3, Stride = 2, Pads = [2, 0, 1, 0, 1, 2]), From(LayerSource.Input), Output]
    public partial Layer LargestFar { get; }

    [AveragePool(2, Stride = 2, Padding = 1), From(LayerSource.Input), Output]
    public partial Layer Average { get; }

    [AveragePool(3, Strides = [1, 2, 2], Pads = [1, 0, 2, 0, 1, 0], CeilMode = true, CountIncludePad = false), From(LayerSource.Input), Output]
    public partial Layer AverageUneven { get; }

    [Concat(nameof(Cubic), nameof(Frames)), ChannelShuffle(2), Output]
    public partial Layer Shuffled { get; }

    [GlobalAveragePool]
    public partial Layer Squeezed { get; }

    [Linear(12), Add(nameof(Squeezed)), Sigmoid]
    public partial Layer Excited { get; }

    [From(nameof(Shuffled)), Multiply(nameof(Excited)), Output]
    public partial Layer Scaled { get; }

    [Linear(5), Output]
    public partial Layer Classes { get; }
}

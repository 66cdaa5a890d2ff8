namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Windows whose height and width, or whose padding on opposite sides, differ: those that libtorch knows, and those that it does not.</summary>
[SsnModel(Channels = 4, Height = 9, Width = 12)]
public sealed partial class WindowsNet
{
    [Conv(6, KernelShape = [1, 5], Strides = [2, 1], Dilations = [1, 2]), Output]
    public partial Layer Wide { get; }

    [Conv(6, KernelShape = [4, 2], Pads = [1, 0, 2, 1], Groups = 2), From(LayerSource.Input), Output]
    public partial Layer Uneven { get; }

    [Conv(6, Kernel = 4, Stride = 2, AutoPad = AutoPad.SameUpper), From(LayerSource.Input), Output]
    public partial Layer Same { get; }

    [MaxPool(KernelShape = [3, 2], Stride = 2, CeilMode = true), From(LayerSource.Input), Output]
    public partial Layer Largest { get; }

    [MaxPool(3, Strides = [2, 3], Pads = [0, 1, 1, 0], CeilMode = true), From(LayerSource.Input), Output]
    public partial Layer LargestUneven { get; }

    [MaxPool(3, Stride = 2, Pads = [2, 2, 2, 2]), From(LayerSource.Input), Output]
    public partial Layer LargestFar { get; }

    [AveragePool(3, Stride = 2, Padding = 1, CeilMode = true), From(LayerSource.Input), Output]
    public partial Layer Average { get; }

    [AveragePool(KernelShape = [3, 4], Stride = 3, Padding = 1, CeilMode = true, CountIncludePad = false), From(LayerSource.Input), Output]
    public partial Layer AverageInside { get; }

    [AveragePool(3, Stride = 2, Pads = [0, 2, 1, 0], CeilMode = true), From(LayerSource.Input), Output]
    public partial Layer AverageUneven { get; }

    [AveragePool(3, Stride = 2, AutoPad = AutoPad.SameUpper, CountIncludePad = false), From(LayerSource.Input), Output]
    public partial Layer AverageSame { get; }
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Sequences: windows along one side.</summary>
[SsnModel(Channels = 4, Length = 21)]
public sealed partial class SequencesNet
{
    [Conv(6, Kernel = 5, Dilation = 2), Ssn, Relu, Output]
    public partial Layer Wide { get; }

    [Conv(6, KernelShape = [4], Strides = [2], Pads = [3, 0], Groups = 2), From(LayerSource.Input), InstanceNorm, Output]
    public partial Layer Uneven { get; }

    [MaxPool(3, Stride = 2, CeilMode = true), From(LayerSource.Input), Output]
    public partial Layer Largest { get; }

    [MaxPool(3, Stride = 2, Pads = [0, 2]), From(LayerSource.Input), Output]
    public partial Layer LargestFar { get; }

    [AveragePool(2, Stride = 2, Padding = 1, CountIncludePad = false), From(LayerSource.Input), Output]
    public partial Layer Average { get; }

    [AveragePool(4, Stride = 3, Pads = [0, 3], CeilMode = true), From(LayerSource.Input), Output]
    public partial Layer AverageUneven { get; }

    [From(nameof(Wide)), Softmax, Output]
    public partial Layer Shares { get; }

    [From(nameof(Wide)), GlobalAveragePool]
    public partial Layer Squeezed { get; }

    [Linear(6), HardSigmoid]
    public partial Layer Excited { get; }

    [From(nameof(Wide)), Multiply(nameof(Excited)), Output]
    public partial Layer Scaled { get; }

    [Linear(5), Output]
    public partial Layer Classes { get; }

    [PRelu(PerChannel = true)]
    public partial Layer Learned { get; }

    [Softmax]
    public partial Layer Probabilities { get; }
}

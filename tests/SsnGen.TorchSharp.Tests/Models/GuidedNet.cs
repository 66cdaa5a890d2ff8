namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>A picture, a mask that is joined to what is made of it, and what is known of each sample beside.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 6)]
public sealed partial class GuidedNet
{
    [Input(Channels = 1, Height = 8, Width = 6)]
    public partial NetworkInput Mask { get; }

    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    [Concat(nameof(Stem), nameof(Mask)), Conv(20, Kernel = 3), BatchNorm]
    public partial Layer Guided { get; }

    [Input(Channels = 5)]
    public partial NetworkInput Known { get; }

    [From(nameof(Known)), Linear(20), Sigmoid]
    public partial Layer Gains { get; }

    [From(nameof(Guided)), Multiply(nameof(Gains)), Relu]
    public partial Layer Scaled { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(4)]
    public partial Layer Classes { get; }
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>A network with a classifier in its middle that is there to be learned from, and something that reads both branches.</summary>
[SsnModel(Channels = 3, Height = 8, Width = 8)]
public sealed partial class AuxiliaryNet
{
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    [Conv(8, Kernel = 1), Ssn, Relu]
    public partial Layer Side { get; }

    [GlobalAveragePool]
    public partial Layer SidePool { get; }

    [Linear(4), Output(TrainingOnly = true)]
    public partial Layer Auxiliary { get; }

    [Conv(16, Kernel = 3), From(nameof(Stem)), Ssn, Relu]
    public partial Layer Body { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(4)]
    public partial Layer Classifier { get; }
}

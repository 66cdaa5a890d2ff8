using SsnGen;

namespace Models;

/// <summary>A network in a library.</summary>
[SsnModel(Channels = 1, Height = 12, Width = 12)]
public sealed partial class Classifier
{
    [Conv(16, Kernel = 3), BatchNorm, Relu]
    public partial Layer Stem { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(3)]
    public partial Layer Logits { get; }
}

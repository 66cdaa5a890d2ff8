using SsnGen;

namespace Export;

[SsnModel(Channels = 3, Height = 16, Width = 16)]
public sealed partial class Net
{
    [Conv(16, Kernel = 3), BatchNorm, Relu]
    public partial Layer Stem { get; }

    [Conv(32, Kernel = 3, Stride = 2), InstanceNorm, Relu]
    public partial Layer Body { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(10)]
    public partial Layer Classifier { get; }
}

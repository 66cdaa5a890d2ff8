using SsnGen;

namespace Gpu;

[SsnModel(Channels = 3, Height = 8, Width = 8, Backend = Backend.Both)]
public sealed partial class Net
{
    [Conv(16, Kernel = 3), BatchNorm, Relu]
    public partial Layer Stem { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(4)]
    public partial Layer Classifier { get; }
}

namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Each activation that the other models do not have, in the kernels and, with a convolution before it, in the module.</summary>
[SsnModel(Channels = 3, Height = 5, Width = 4)]
public sealed partial class ActivationsNet
{
    [Ssn, Sigmoid] public partial Layer Sigmoid { get; }

    [Ssn, HardSigmoid] public partial Layer HardSigmoid { get; }

    [Ssn, Tanh] public partial Layer Tanh { get; }

    [Ssn, Relu6] public partial Layer Relu6 { get; }

    [Ssn, Clip(-0.5f, 1.5f)] public partial Layer Clip { get; }

    [Ssn, Elu(0.5f)] public partial Layer Elu { get; }

    [Ssn, Gelu] public partial Layer Gelu { get; }

    [Ssn, GeluTanh] public partial Layer GeluTanh { get; }

    [Ssn, Mish] public partial Layer Mish { get; }

    [Ssn, Softplus] public partial Layer Softplus { get; }

    [Ssn, HardSwish] public partial Layer HardSwish { get; }

    [Conv(4), Sigmoid] public partial Layer PlainSigmoid { get; }

    [Conv(4), HardSigmoid] public partial Layer PlainHardSigmoid { get; }

    [Conv(4), Tanh] public partial Layer PlainTanh { get; }

    [Conv(4), Relu6] public partial Layer PlainRelu6 { get; }

    [Conv(4), Clip(-0.5f, 1.5f)] public partial Layer PlainClip { get; }

    [Conv(4), Elu(0.5f)] public partial Layer PlainElu { get; }

    [Conv(4), Gelu] public partial Layer PlainGelu { get; }

    [Conv(4), GeluTanh] public partial Layer PlainGeluTanh { get; }

    [Conv(4), Mish] public partial Layer PlainMish { get; }

    [Conv(4), Softplus] public partial Layer PlainSoftplus { get; }

    [PRelu] public partial Layer PRelu { get; }

    [PRelu(PerChannel = true), Ssn, Relu] public partial Layer PReluPerChannel { get; }
}

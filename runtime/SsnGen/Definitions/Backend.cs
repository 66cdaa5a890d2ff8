namespace SsnGen;

/// <summary>The devices that a model's code is generated for.</summary>
[Flags]
public enum Backend
{
    /// <summary>The processor: training kernels, the TorchSharp module and the collapsed network. The default.</summary>
    Cpu = 1,

    /// <summary>Graphics processors, through ILGPU: training kernels and the collapsed network. Needs the package SsnGen.Gpu.</summary>
    Gpu = 2,

    /// <summary>Both.</summary>
    Both = Cpu | Gpu,
}

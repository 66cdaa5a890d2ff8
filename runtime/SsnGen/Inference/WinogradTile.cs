namespace SsnGen.Inference;

/// <summary>
/// A tile of Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray, CVPR 2016): the generator plans and emits the transforms of
/// inputs and outputs, the runtime transforms the kernels to the same points.
/// </summary>
internal static class WinogradTile
{
    /// <summary>Outputs in each direction.</summary>
    public const int Outputs = 2;

    /// <summary>Weights of a kernel in each direction.</summary>
    public const int Kernel = 3;

    /// <summary>Inputs in each direction.</summary>
    public const int Inputs = Outputs + Kernel - 1;

    /// <summary>Points of a transformed tile or kernel.</summary>
    public const int Points = Inputs * Inputs;
}

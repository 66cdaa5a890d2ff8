namespace SsnGen.Training;

/// <summary>What the backward pass of an SSN kernel needs besides x and the upstream gradient.</summary>
public enum BackwardInput
{
    /// <summary>Nothing: x alone suffices.</summary>
    Input = 0,

    /// <summary>The output y of the forward pass (ReLU or LeakyReLU after a residual: the sign of y tells the branch).</summary>
    Output = 1,

    /// <summary>The residual of the forward pass (SiLU after a residual).</summary>
    Residual = 2,
}

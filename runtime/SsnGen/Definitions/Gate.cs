namespace SsnGen;

/// <summary>The gate: the function from control parameters to importance ratios.</summary>
public enum Gate
{
    /// <summary>
    /// SparsestMax (Shao et al., CVPR 2019, section 4): a projection onto the simplex outside a growing ball,
    /// which ends one-hot. The default.
    /// </summary>
    SparsestMax = 0,

    /// <summary>Sparsemax (Martins and Astudillo, ICML 2016): the Euclidean projection onto the simplex.</summary>
    Sparsemax = 1,

    /// <summary>Softmax, as in Switchable Normalization (Luo et al., ICLR 2019). Never sparse, so never collapsed.</summary>
    Softmax = 2,
}

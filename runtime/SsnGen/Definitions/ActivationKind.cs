namespace SsnGen;

/// <summary>The activation that a layer ends with.</summary>
public enum ActivationKind
{
    /// <summary>No activation: y = t.</summary>
    None = 0,

    /// <summary>y = max(t, 0). NaN passes through.</summary>
    Relu = 1,

    /// <summary>y = t for t &gt; 0, slope·t otherwise.</summary>
    LeakyRelu = 2,

    /// <summary>y = t / (1 + exp(−t)).</summary>
    Silu = 3,
}

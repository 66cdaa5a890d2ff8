using System.Collections.Immutable;
using SsnGen.Files;

namespace SsnGen.Networks;

/// <summary>One tensor of a network's weights: what it is called, its shape, and what it is for.</summary>
/// <param name="Name">The name, such as <c>Stem.conv.weight</c>.</param>
/// <param name="Shape">The shape, row-major.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Layer">The layer that it belongs to.</param>
public sealed record NetworkTensor(string Name, ImmutableArray<int> Shape, TensorRole Role, Layer Layer)
{
    /// <summary>
    /// Whether weights are complete without it: what is fixed, and the radius of a layer, for which the metadata and the
    /// compiled selection speak where they are absent.
    /// </summary>
    public bool IsOptional => Role is TensorRole.MeanFixed or TensorRole.VarianceFixed or TensorRole.Radius;

    /// <summary>Whether training learns it by gradients: a parameter, as the field counts them, and no running moment, flag or radius.</summary>
    public bool IsParameter => !IsOptional && Role is not (TensorRole.RunningMean or TensorRole.RunningVariance);

    /// <summary>The type that training saves it as.</summary>
    public SafetensorsType Type => Role is TensorRole.MeanFixed or TensorRole.VarianceFixed ? SafetensorsType.I64 : SafetensorsType.F32;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}

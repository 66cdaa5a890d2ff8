using System.Collections.Immutable;

namespace SsnGen.History;

/// <summary>A layer with a choice, as a history follows it.</summary>
/// <param name="Path">The path of the layer, such as <c>Stage2.0.Conv1</c>.</param>
/// <param name="Normalizers">What it chooses from, in the order of its ratios.</param>
/// <param name="Gate">The gate from control parameters to ratios.</param>
/// <param name="IsShared">Whether mean and variance have one vector of ratios.</param>
public sealed record HistoryLayer(string Path, ImmutableArray<Normalizer> Normalizers, Gate Gate, bool IsShared)
{
    /// <inheritdoc/>
    public bool Equals(HistoryLayer? other) =>
        other is not null && Path == other.Path && Gate == other.Gate && IsShared == other.IsShared && Normalizers.AsSpan().SequenceEqual(other.Normalizers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Normalizers.Length, Gate, IsShared);

    /// <summary>It in one line.</summary>
    public override string ToString() => $"{Path}: {string.Join(", ", Normalizers)}{(IsShared ? ", one vector of ratios" : "")}";
}

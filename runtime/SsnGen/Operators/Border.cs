namespace SsnGen;

/// <summary>What lies around a picture, in pixels.</summary>
/// <param name="Rows">Rows above it, and as many below.</param>
/// <param name="Columns">Columns to its left, and as many to its right.</param>
internal readonly record struct Border(int Rows, int Columns)
{
    /// <summary>Whether there is nothing.</summary>
    public bool IsNone => Rows == 0 && Columns == 0;

    /// <summary>A border that is as wide as each of two.</summary>
    /// <param name="other">The other one.</param>
    public Border Or(Border other) => new(Math.Max(Rows, other.Rows), Math.Max(Columns, other.Columns));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(Rows == Columns ? $"{Rows}" : (FormattableString)$"{Rows}x{Columns}");
}

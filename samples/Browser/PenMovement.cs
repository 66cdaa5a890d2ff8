namespace Browser;

/// <summary>Where the pen went since it was last heard of.</summary>
/// <param name="Begins">Whether it was put down for it.</param>
/// <param name="Points">The points, in units of the side of the pad: x and y in turn.</param>
public sealed record PenMovement(bool Begins, IReadOnlyList<float> Points);
